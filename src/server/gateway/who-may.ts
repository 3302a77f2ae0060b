import type { Method } from '../../protocol/methods.ts'
import { ROLES, type Role } from '../../protocol/role.ts'

/** `stranger` = whoever has not signed in. */
export type Standing = 'stranger' | Role

const RANK: readonly Standing[] = ['stranger', ...ROLES]

/** The least that whoever asks for a method has to be. A method that is not named here does not compile. */
export const WHO_MAY: Readonly<Record<Method, Standing>> = {
  'session.pair': 'stranger',
  'session.hello': 'stranger',
  'session.prove': 'stranger',
  'session.ping': 'stranger',
  'session.idle': 'operator',
  'state.sync': 'operator',
  'call.make': 'operator',
  'call.answer': 'operator',
  'call.clear': 'operator',
  'call.hold': 'operator',
  'call.retrieve': 'operator',
  'call.consult': 'operator',
  'call.transfer': 'operator',
  'call.alternate': 'operator',
  'call.reconnect': 'operator',
  'call.conference': 'operator',
  'call.singleStepTransfer': 'operator',
  'call.generateDigits': 'operator',
  'call.suspendRecording': 'operator',
  'call.resumeRecording': 'operator',
  'command.outcome': 'operator',
  'status.set': 'operator',
  'recording.find': 'operator',
  'recording.open': 'operator',
  'people.photo': 'operator',
  'routing.write': 'operator',
  'intake.keep': 'operator',
  'intake.accept': 'operator',
  'intake.dismiss': 'operator',
  'intake.reopen': 'operator',
  'intake.open': 'operator',
  'intake.search': 'operator',
  'intake.client': 'operator',
  'intake.services': 'operator',
  'intake.articles': 'operator',
  'journal.history': 'operator',
  'journal.missed': 'operator',
  'journal.document': 'operator',
  'journal.mark': 'operator',
  'journal.statistics': 'operator',
  'chat.send': 'operator',
  'chat.history': 'operator',
  'chat.search': 'operator',
  'chat.read': 'operator',
  'chat.got': 'operator',
  'chat.typing': 'operator',
  'notice.seen': 'operator',
  'contacts.search': 'operator',
  'contacts.list': 'operator',
  'contacts.keep': 'operator',
  'contacts.remove': 'operator',
  'contacts.import': 'operator',
  'contacts.export': 'operator',
  'favourites.place': 'operator',
  'favourites.remove': 'operator',
  'manager.link': 'administrator',
}

/** False also for what is no method. */
export const may = (standing: Standing, method: string): boolean =>
  isMethod(method) && RANK.indexOf(standing) >= RANK.indexOf(WHO_MAY[method])

export const isMethod = (name: string): name is Method => Object.hasOwn(WHO_MAY, name)
