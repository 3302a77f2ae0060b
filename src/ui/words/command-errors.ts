import type { CallCommand } from '../../protocol/call.ts'
import { pair } from './language.ts'

/** What was asked of the PBX when something went wrong; `make` = a new call. */
export type Asked = CallCommand | 'make'

type CommandErrors = {
  /** It was sent, and nobody knows what became of it. */
  unknown: Record<Asked, string>
  /** The call is in no state for it. */
  notNow: Record<Asked, string>
}

/** «Что случилось. Что сделать.», where that depends on what was asked for. */
export const commandErrors = pair<CommandErrors>(
  {
    unknown: {
      make: 'АТС не ответила, и неизвестно, начался ли вызов. Посмотрите на телефон: если он молчит, повторите.',
      answer: 'АТС не подтвердила ответ на звонок. Если он ещё звонит, снимите трубку на аппарате.',
      clear: 'АТС не подтвердила завершение. Если вас ещё слышат, положите трубку на аппарате.',
      hold: 'АТС не подтвердила удержание, собеседник может вас слышать. Посмотрите на состояние звонка и повторите.',
      retrieve: 'АТС не подтвердила возврат. Если собеседника не слышно, повторите.',
      consult: 'АТС не подтвердила вызов сотрудника. Посмотрите на звонок: если его не вызывают, повторите.',
      transfer: 'АТС не подтвердила соединение. Посмотрите на звонок: если он ещё у вас, повторите.',
      singleStepTransfer: 'АТС не подтвердила перевод. Посмотрите на звонок: если он ещё у вас, повторите.',
      alternate: 'АТС не подтвердила переключение. Послушайте, кто на линии, и, если нужно, повторите.',
      reconnect: 'АТС не подтвердила возврат к клиенту. Если его не слышно, повторите.',
      conference: 'АТС не подтвердила разговор втроём. Послушайте, кто на линии, и, если нужно, повторите.',
      generateDigits: 'АТС не подтвердила набор. Если ничего не изменилось, наберите снова.',
      suspendRecording: 'АТС не подтвердила паузу, запись может идти. Подождите с тем, что записывать нельзя.',
      resumeRecording: 'АТС не подтвердила запись, она может стоять на паузе. Повторите.',
    },
    notNow: {
      make: 'Этот вызов уже делается. Посмотрите на телефон.',
      answer:
        'Ответить отсюда не получилось: звонок принят, закончился или занят телефон. Если он звонит, снимите трубку.',
      clear: 'Сейчас завершить нельзя: звонок передают. Подождите секунду, у вас он закончится сам.',
      hold: 'Удержать не получилось: разговора сейчас нет. Посмотрите на состояние звонка.',
      retrieve: 'Возвращать некого: собеседник уже с вами или положил трубку. Посмотрите на состояние звонка.',
      consult: 'Вызвать сотрудника не получилось: клиента на линии нет или кого-то уже вызываем. Вернитесь к клиенту.',
      transfer: 'Соединить не получилось: один из двоих положил трубку или не ответил. Посмотрите, кто на линии.',
      singleStepTransfer: 'Перевести не получилось: клиента на линии уже нет. Посмотрите на состояние звонка.',
      alternate: 'Переключиться не получилось: один из двоих положил трубку. Посмотрите, кто на линии.',
      reconnect: 'Возвращаться не к кому: клиент уже с вами или положил трубку. Посмотрите на состояние звонка.',
      conference: 'Втроём не получилось: один из двоих положил трубку. Посмотрите, кто на линии.',
      generateDigits: 'Набрать не получилось: разговора сейчас нет. Дождитесь ответа и наберите снова.',
      suspendRecording: 'Остановить запись не получилось: её сейчас нет. Посмотрите на состояние звонка.',
      resumeRecording: 'Продолжить запись не получилось: разговора сейчас нет. Посмотрите на состояние звонка.',
    },
  },
  {
    unknown: {
      make: 'The PBX did not answer, and nobody knows if the call has begun. Look at your phone: if it is silent, try again.',
      answer: 'The PBX did not confirm the answer. If it still rings, pick up the phone itself.',
      clear: 'The PBX did not confirm the end. If you can still be heard, hang up the phone itself.',
      hold: 'The PBX did not confirm the hold, you may still be heard. Look at the call and try again.',
      retrieve: 'The PBX did not confirm that the call is back. If you hear nobody, try again.',
      consult:
        'The PBX did not confirm the call to your colleague. Look at the call: if nobody is being called, try again.',
      transfer: 'The PBX did not confirm the connection. Look at the call: if you still have it, try again.',
      singleStepTransfer: 'The PBX did not confirm the transfer. Look at the call: if you still have it, try again.',
      alternate: 'The PBX did not confirm the switch. Listen who is there and, if need be, try again.',
      reconnect: 'The PBX did not confirm that the client is back. If you do not hear them, try again.',
      conference: 'The PBX did not confirm the conversation of three. Listen who is there and, if need be, try again.',
      generateDigits: 'The PBX did not confirm the digits. If nothing has changed, enter them again.',
      suspendRecording:
        'The PBX did not confirm the pause, the recording may go on. Wait with what must not be recorded.',
      resumeRecording: 'The PBX did not confirm the recording, it may still be paused. Try again.',
    },
    notNow: {
      make: 'This call is being made already. Look at your phone.',
      answer:
        'It could not be answered from here: it was taken, has ended, or the phone is busy. If it rings, pick up.',
      clear: 'It cannot be ended now: the call is being passed on. Wait a second, it will leave you by itself.',
      hold: 'It could not be put on hold: there is no conversation now. Look at the state of the call.',
      retrieve:
        'There is nobody to get back: they are with you already or have hung up. Look at the state of the call.',
      consult:
        'Your colleague could not be called: the client is not there, or somebody is being called. Go back to the client.',
      transfer: 'They could not be connected: one of the two has hung up or has not answered. Look who is there.',
      singleStepTransfer:
        'It could not be transferred: the client is not there any more. Look at the state of the call.',
      alternate: 'You could not be switched over: one of the two has hung up. Look who is there.',
      reconnect:
        'There is nobody to go back to: the client is with you already or has hung up. Look at the state of the call.',
      conference: 'The three could not be joined: one of the two has hung up. Look who is there.',
      generateDigits:
        'The digits could not be sent: there is no conversation now. Wait for an answer and enter them again.',
      suspendRecording: 'The recording could not be paused: there is none now. Look at the state of the call.',
      resumeRecording: 'The recording could not go on: there is no conversation now. Look at the state of the call.',
    },
  },
)
