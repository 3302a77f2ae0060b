import { useState } from 'preact/hooks'
import * as v from 'valibot'
import { Button } from '../../../ui/Button.tsx'
import { plain } from '../../../ui/text.ts'
import { type BaseView, type Token, TokenMade } from '../contract.ts'
import { Copyable } from './Copyable.tsx'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { moment } from './format.ts'
import { MakeByName } from './MakeByName.tsx'
import { partWords } from './part-words.ts'
import { pageWords } from './words.ts'

/** Tokens with which programs of a base write rules over HTTP (SPEC C10). */
export function AccessPage() {
  const { language, state } = usePage()
  const words = partWords[language].access
  return (
    <>
      <h2>{words.title}</h2>
      <p class="soft">{words.intro}</p>
      {state.bases.length === 0 && <p class="empty">{partWords[language].rules.noBases}</p>}
      {state.bases.map((base) => (
        <BaseAccess key={base.id} base={base} />
      ))}
    </>
  )
}

function BaseAccess({ base }: { base: BaseView }) {
  const { language, link, state, say, fail } = usePage()
  const words = partWords[language].access
  const [made, setMade] = useState<string | null>(null)
  const [revoking, setRevoking] = useState<Token | null>(null)
  const tokens = state.tokens.filter((token) => token.base === base.id)
  const address = new URL(`../api/bases/${encodeURIComponent(base.id)}/rules`, location.href).href

  const make = async (name: string) => {
    try {
      const { token } = await link.post('tokens', TokenMade, { base: base.id, name })
      setMade(token)
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }
  const revoke = async ({ id }: Token) => {
    setRevoking(null)
    try {
      await link.post('tokens/revoke', v.object({}), { id })
      say(words.revoked)
    } catch (error) {
      fail(error)
    }
  }
  const nameOf = (token: Token) => plain(token.name) || words.unnamed
  return (
    <section aria-label={plain(base.name)}>
      <h3>
        <bdi>{plain(base.name)}</bdi> <span class="soft">{base.id}</span>
      </h3>
      <p class="soft">
        {words.address}: <code>POST {address}</code>
      </p>
      {tokens.length === 0 && <p class="empty">{words.none}</p>}
      {tokens.length > 0 && (
        <ul class="tokens">
          {tokens.map((token) => (
            <li key={token.id}>
              <span>
                <bdi>{nameOf(token)}</bdi>{' '}
                <span class="soft">
                  {words.madeAt} {moment(token.madeAt, language)} · {words.usedAt}{' '}
                  {token.usedAt === null ? pageWords[language].never : moment(token.usedAt, language)}
                </span>
              </span>
              <Button label={words.revokeOf(nameOf(token))} onClick={() => setRevoking(token)}>
                {words.revoke}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <MakeByName words={words} make={make} />
      {made !== null && (
        <Dialog title={words.madeTitle} onClose={() => setMade(null)}>
          <Copyable label={words.madeTitle} text={made} />
          <p>{words.madeHint}</p>
        </Dialog>
      )}
      {revoking && (
        <Dialog title={words.revokeOf(nameOf(revoking))} onClose={() => setRevoking(null)}>
          <p>{words.revokeAsk(nameOf(revoking))}</p>
          <div class="row end">
            <Button onClick={() => setRevoking(null)}>{pageWords[language].cancel}</Button>
            <Button kind="warning" onClick={() => void revoke(revoking)}>
              {words.revoke}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  )
}
