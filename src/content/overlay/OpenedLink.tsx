import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { intakeWords } from '../../ui/words/intake.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import { copyText } from './copy.ts'

export type Opening = { link: string; failed: boolean }
type Props = Opening & { doc: Document; language: Language; onClose: () => void }

/** A card of 1C on its way; where 1C does not open it, its link for 1C's own dialog. */
export function OpenedLink({ link, failed, doc, language, onClose }: Props) {
  const words = intakeWords[language]
  const [copied, setCopied] = useState(false)
  return (
    <div class="opened">
      <Notice kind={failed ? 'warning' : 'plain'}>
        {failed ? words.notOpened : words.linkOpening}
        {failed && (
          <>
            <Button command="copyLink" onClick={() => void copyText(link, doc).then(setCopied)}>
              {copied ? words.copied : words.copyLink}
            </Button>
            <Button onClick={onClose}>{overlayWords[language].close}</Button>
          </>
        )}
      </Notice>
    </div>
  )
}
