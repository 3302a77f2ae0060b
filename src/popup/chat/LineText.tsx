import { chatText, piecesOf } from '../../ui/chat-text.ts'

/** What somebody wrote: text and nothing else, but for addresses, which say where they lead. */
export function LineText({ text }: { text: string }) {
  return (
    <p class="line-text" dir="auto">
      {piecesOf(chatText(text)).map(({ at, text: piece, href }) =>
        href === null ? (
          piece
        ) : (
          <a key={at} href={href} target="_blank" rel="noopener noreferrer">
            {piece}
          </a>
        ),
      )}
    </p>
  )
}
