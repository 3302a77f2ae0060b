import { useState } from 'preact/hooks'
import type { OpenResult, OpenWish } from '../protocol/navigation-link.ts'
import { Button } from './Button.tsx'
import { Icon } from './icons.tsx'
import { Notice } from './Notice.tsx'
import type { Language } from './words/language.ts'
import { openingWords } from './words/opening.ts'

/** How a card comes before the operator, where the piece is shown. */
export type Opener = {
  open: (wish: OpenWish) => Promise<OpenResult>
  /** Whether the text is on the clipboard. */
  copy: (text: string) => Promise<boolean>
}

type Outcome = 'opening' | 'copied' | Omit<OpenResult, 'opened'>

/** Opens a card in 1C, and says what else can be done where 1C does not follow. */
export function useOpening({ open, copy }: Opener, language: Language) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const words = openingWords[language]
  const start = async (wish: OpenWish) => {
    setOutcome('opening')
    const { opened, ...by } = await open(wish).catch((): OpenResult => ({ opened: false, address: null }))
    setOutcome(opened ? null : by)
  }
  const take = async (address: string) => {
    if (await copy(address)) setOutcome('copied')
  }
  const notice = () => {
    if (outcome === null || outcome === 'opening') return null
    if (outcome === 'copied') return <Notice kind="accent">{words.copied}</Notice>
    const { address, thinClient } = outcome
    if (address === null) return <Notice kind="warning">{words.unknownBase}</Notice>
    return (
      <Notice kind="warning">
        {words.notOpened}{' '}
        <Button command="copyLink" onClick={() => void take(address)}>
          {words.copyLink}
        </Button>{' '}
        {thinClient !== undefined && (
          <a class="t-link" href={thinClient}>
            {words.inThinClient}
          </a>
        )}
      </Notice>
    )
  }
  return { opening: outcome === 'opening', start: (wish: OpenWish) => void start(wish), notice: notice() }
}

type Props = { wish: OpenWish; opening: boolean; language: Language; onOpen: (wish: OpenWish) => void }

/** For a corner: the card of whoever is shown beside it. */
export function OpenButton({ wish, opening, language, onOpen }: Props) {
  const words = openingWords[language]
  return (
    <button
      type="button"
      class="t-open"
      data-command="openIn1C"
      title={words.open}
      aria-label={words.open}
      disabled={opening}
      onClick={() => onOpen(wish)}
    >
      <Icon name="window" size={16} />
    </button>
  )
}
