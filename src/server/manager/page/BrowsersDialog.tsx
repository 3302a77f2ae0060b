import { Button } from '../../../ui/Button.tsx'
import { plain } from '../../../ui/text.ts'
import { ManagerState, type OperatorView, type PairedBrowser } from '../contract.ts'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { moment } from './format.ts'
import { partWords } from './part-words.ts'
import { pageWords } from './words.ts'

/** The browsers in which somebody may sign in; one that is lost is revoked here. */
export function BrowsersDialog({ person, onClose }: { person: OperatorView; onClose: () => void }) {
  const { language, link, took, say, fail } = usePage()
  const words = partWords[language].people
  const nameOf = ({ name }: PairedBrowser) => plain(name) || words.unnamedBrowser
  const revoke = async ({ keyId }: PairedBrowser) => {
    try {
      took(await link.post('browsers/revoke', ManagerState, { keyId }))
      say(words.revoked)
    } catch (error) {
      fail(error)
    }
  }
  return (
    <Dialog title={words.browsersOf(plain(person.name))} onClose={onClose}>
      <ul class="tokens">
        {person.browsers.map((browser) => (
          <li key={browser.keyId}>
            <span>
              <bdi>{nameOf(browser)}</bdi>{' '}
              <span class="soft">
                {words.paired} {moment(browser.pairedAt, language)} {plain(browser.from)} · {words.seen}{' '}
                {browser.seenAt === null ? pageWords[language].never : moment(browser.seenAt, language)}
              </span>
            </span>
            <Button kind="warning" label={words.revokeOf(nameOf(browser))} onClick={() => void revoke(browser)}>
              {words.revoke}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
