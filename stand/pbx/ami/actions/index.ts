import type { AmiAction } from '../context.ts'
import * as calls from './calls.ts'
import * as lists from './lists.ts'
import * as system from './system.ts'

/** The actions the stand knows, by name in small letters. Login, Logoff, Challenge and Events are the session's. */
export const actions: ReadonlyMap<string, AmiAction> = new Map<string, AmiAction>([
  ['ping', system.ping],
  ['corestatus', system.coreStatus],
  ['coresettings', system.coreSettings],
  ['setvar', system.setvar],
  ['getvar', system.getvar],
  ['userevent', system.userEvent],
  ['listcommands', system.listCommands],
  ['originate', calls.originateCall],
  ['hangup', calls.hangup],
  ['redirect', calls.redirectCall],
  ['bridge', calls.bridgeCalls],
  ['mixmonitormute', calls.mixMonitorMute],
  ['playdtmf', calls.playDtmf],
  ['pjsipnotify', calls.notify],
  ['status', lists.status],
  ['coreshowchannels', lists.coreShowChannels],
  ['bridgelist', lists.bridgeList],
  ['bridgeinfo', lists.bridgeInfo],
  ['devicestatelist', lists.deviceStateList],
  ['extensionstatelist', lists.extensionStateList],
  ['pjsipshowendpoints', lists.endpoints],
  ['pjsipshowcontacts', lists.contacts],
])
