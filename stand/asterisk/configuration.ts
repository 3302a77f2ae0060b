import celCustom from '../../asterisk/cel_custom_trubka.conf?raw'
import cel from '../../asterisk/cel_trubka.conf?raw'
import dialplan from '../../asterisk/extensions_trubka.conf?raw'
import logins from '../../asterisk/manager_trubka.conf?raw'
import { MODULES, QUEUE_MODULES, RECORDING_MODULES } from './modules.ts'
import type { Ports } from './ports.ts'
import type { AsteriskProgram } from './program.ts'

export type Setup = {
  program: AsteriskProgram
  /** All that Asterisk writes lies below. */
  dir: string
  host: string
  /** The source address by which the city line is known. */
  trunkHost: string
  ports: Ports
  phones: readonly string[]
  /** Rings for inbound calls that take the usual way. */
  operator: string
  /** Calls are recorded in `log/cel-custom/trubka.csv`. */
  callRecords: boolean
  secrets: { main: string; route: string; own: string; phones: string }
}

/** Shown to clients for outbound calls. */
export const CITY_NUMBER = '74951234567'
/** Of a line whose calls have no usual way. */
export const CITY_NUMBER_ASTRAY = '74950000000'
/** Of a line whose usual way leads back to the gate. */
const CITY_NUMBER_CIRCLE = '74950000001'
/** Of a line whose usual way is the operator's extension, as the installation guide has it. */
const CITY_NUMBER_OPERATOR = '74950000002'
/** Of a line that does not pass the gate, to compare with. */
export const CITY_NUMBER_PLAIN = '74950000006'
/** Of a line whose usual way rings the operator as queues do: by a Local channel that stays. */
export const CITY_NUMBER_QUEUE = '74950000007'
/** Of lines whose usual way is a queue: all phones of the team at once, or one after the other. */
export const CITY_NUMBER_TEAM = '74950000008'
export const CITY_NUMBER_TURNS = '74950000009'
/** Of a line that phones inside can dial without leaving the PBX: it comes in at the gate. */
export const CITY_NUMBER_INSIDE = '74950000003'
/** Of a line whose calls are recorded. */
export const CITY_NUMBER_RECORDED = '74950000004'
/** Of a line whose calls ring only briefly where they are routed to. */
const CITY_NUMBER_BRIEF = '74950000005'

/** After so long without a sound from a phone it is taken for gone; short, for tests. */
const SILENT_SECONDS = 12
/** The same while the phone itself holds the call, when it may well say nothing. */
const SILENT_HOLD_SECONDS = 20

const EMPTY = [
  ...['acl', 'ccss', 'cdr', 'cel', 'cli', 'cli_permissions', 'codecs', 'confbridge', 'dnsmgr', 'http', 'pjproject'],
  ...['pjsip_notify', 'sorcery', 'stasis', 'udptl'],
]

/** The whole configuration: file names and their text. The two files of ours are those that an administrator includes. */
export function configuration(setup: Setup): Record<string, string> {
  return {
    'asterisk.conf': asterisk(setup),
    'modules.conf': `[modules]\nautoload = no\n${modules(setup)
      .map((name) => `load = ${name}.so\n`)
      .join('')}`,
    'logger.conf': '[general]\ndateformat = %F %T.%3q\n[logfiles]\nmessages.log => notice,warning,error\n',
    'manager.conf': manager(setup),
    'manager_trubka.conf': logins
      .replace('<secret>', setup.secrets.main)
      .replace('<route-secret>', setup.secrets.route),
    'extensions.conf': extensions(setup),
    'extensions_trubka.conf': dialplan,
    'cel_trubka.conf': cel,
    'cel_custom_trubka.conf': celCustom,
    'pjsip.conf': pjsip(setup),
    'rtp.conf': `[general]\nrtpstart = ${setup.ports.rtp.from}\nrtpend = ${setup.ports.rtp.to}\nstrictrtp = no\nicesupport = no\n`,
    'musiconhold.conf': `[default]\nmode = files\ndirectory = ${setup.dir}/data/moh\n`,
    'queues.conf': queues(setup),
    // Asking by a feature code; digits may come slowly from a busy machine.
    'features.conf': '[general]\nfeaturedigittimeout = 5000\n[featuremap]\natxfer => *2\n',
    'indications.conf':
      '[general]\ncountry = ru\n[ru]\ndescription = Russia\nringcadence = 1000,4000\ndial = 425\nbusy = 425/350,0/350\nring = 425/1000,0/4000\ncongestion = 425/175,0/175\n',
    // Looked for by modules that have nothing to read there.
    ...Object.fromEntries(EMPTY.map((name) => [`${name}.conf`, ''])),
    ...(setup.callRecords
      ? { 'cel.conf': '#include cel_trubka.conf\n', 'cel_custom.conf': '#include cel_custom_trubka.conf\n' }
      : {}),
  }
}

const modules = ({ callRecords }: Setup): string[] => [
  ...MODULES,
  ...QUEUE_MODULES,
  ...(callRecords ? RECORDING_MODULES : []),
]

function asterisk({ dir, program }: Setup): string {
  return `[directories]
astetcdir => ${dir}/etc
astmoddir => ${program.modules}
astvarlibdir => ${dir}/lib
astdbdir => ${dir}/lib
astkeydir => ${dir}/lib
astdatadir => ${dir}/data
astagidir => ${dir}/data
astspooldir => ${dir}/spool
astrundir => ${dir}/run
astlogdir => ${dir}/log
astcachedir => ${dir}/cache
[options]
nocolor = yes
dumpcore = no
documentation_language = en_US
`
}

function manager({ host, ports, secrets }: Setup): string {
  return `[general]
enabled = yes
webenabled = no
bindaddr = ${host}
port = ${ports.ami}
displayconnects = no
timestampevents = yes
#include manager_trubka.conf

; The stand's own login, to boot and to look with.
[stand]
secret = ${secrets.own}
deny = 0.0.0.0/0.0.0.0
permit = 127.0.0.0/255.0.0.0
read = system
write = system,call,command,reporting
`
}

/** As an administrator's dialplan might look: phones, a city line, the gate in its inbound context. */
function extensions({ phones, operator }: Setup): string {
  return `[general]
static = yes
writeprotect = yes

[hints]
${phones.map((number) => `exten => ${number},hint,PJSIP/${number}\n`).join('')}
[from-internal]
include => hints
exten => _1XX,1,GotoIf($["\${TRUBKA_DND_\${EXTEN}}" = "1"]?busy)
 same => n,Dial(PJSIP/\${EXTEN},60,U(trubka-phone))
 same => n,Hangup(\${HANGUPCAUSE})
 same => n(busy),Busy(10)
; A number of our own.
exten => ${CITY_NUMBER_INSIDE},1,Goto(to-gate,\${EXTEN},1)
; To the city: seven digits or more.
exten => _XXXXXXX!,1,Goto(to-city,\${EXTEN},1)
exten => _+XXXXXXX!,1,Goto(to-city,\${EXTEN},1)

[to-city]
exten => _[+0-9]!,1,Set(CALLERID(num)=${CITY_NUMBER})
 same => n,Set(CALLERID(name)=)
 same => n,Dial(PJSIP/\${EXTEN}@city,60)
 same => n,Hangup(\${HANGUPCAUSE})

[from-city]
; A number of ours whose usual way was forgotten, to try what the gate then does.
exten => ${CITY_NUMBER_ASTRAY},1,Goto(trubka-gate,\${EXTEN},1)
exten => ${CITY_NUMBER_RECORDED},1,MixMonitor(\${CHANNEL(linkedid)}.wav,b)
 same => n,Goto(to-gate,\${EXTEN},1)
; Some that go another way.
exten => ${CITY_NUMBER_CIRCLE},1,Set(__TRUBKA_USUAL=from-city,\${EXTEN},1)
 same => n,Set(__TRUBKA_RING=long)
 same => n,Goto(trubka-gate,\${EXTEN},1)
exten => ${CITY_NUMBER_OPERATOR},1,Set(__TRUBKA_USUAL=from-internal,${operator},1)
 same => n,Goto(trubka-gate,\${EXTEN},1)
exten => ${CITY_NUMBER_PLAIN},1,Goto(reception,s,1)
exten => ${CITY_NUMBER_BRIEF},1,Set(__TRUBKA_RING=2)
 same => n,Goto(to-gate,\${EXTEN},1)
exten => ${CITY_NUMBER_QUEUE},1,Set(__TRUBKA_USUAL=queue,s,1)
 same => n,Goto(trubka-gate,\${EXTEN},1)
exten => ${CITY_NUMBER_TEAM},1,Set(__TRUBKA_USUAL=team,at-once,1)
 same => n,Goto(trubka-gate,\${EXTEN},1)
exten => ${CITY_NUMBER_TURNS},1,Set(__TRUBKA_USUAL=team,in-turn,1)
 same => n,Goto(trubka-gate,\${EXTEN},1)
exten => _[+0-9]!,1,Goto(to-gate,\${EXTEN},1)
exten => _[a-zA-Z].,1,Goto(to-gate,\${EXTEN},1)
exten => s,1,Goto(to-gate,\${EXTEN},1)

[to-gate]
exten => _[+0-9a-zA-Z]!,1,Set(__TRUBKA_USUAL=reception,s,1)
 same => n,Goto(trubka-gate,\${EXTEN},1)

[queue]
exten => s,1(again),Dial(Local/${operator}@from-internal/n,60)
 same => n,GotoIf($["\${DIALSTATUS}" = "ANSWER"]?over)
 same => n,Wait(0.2)
 same => n,Goto(again)
 same => n(over),Hangup()

; Queues of Asterisk's own: callers wait with music until somebody of the team picks up.
[team]
exten => at-once,1,Answer()
 same => n,Queue(\${EXTEN},,,,,,trubka-phone)
 same => n,Hangup()
exten => in-turn,1,Answer()
 same => n,Queue(\${EXTEN},,,,,,trubka-phone)
 same => n,Hangup()

[reception]
exten => s,1,Dial(PJSIP/${operator},60,U(trubka-phone))
 same => n,Hangup(\${HANGUPCAUSE})

#include extensions_trubka.conf
`
}

/** Three phones; who talks already is not rung. Refused, the next one is rung after a second. */
function queues({ phones }: Setup): string {
  const queue = (name: string, strategy: string) => `[${name}]
strategy = ${strategy}
ringinuse = no
timeout = 15
retry = 1
${phones
  .slice(0, 3)
  .map((number) => `member => PJSIP/${number}\n`)
  .join('')}`
  return `[general]\npersistentmembers = no\n${queue('at-once', 'ringall')}${queue('in-turn', 'linear')}`
}

function pjsip({ host, trunkHost, ports, phones, operator, secrets }: Setup): string {
  const media = `disallow = all
allow = alaw,ulaw
direct_media = no
media_address = ${host}
bind_rtp_to_media_address = yes
rtp_symmetric = yes
rtp_timeout = ${SILENT_SECONDS}
rtp_timeout_hold = ${SILENT_HOLD_SECONDS}
`
  return `[global]
type = global
endpoint_identifier_order = ip,username
keep_alive_interval = 0

[udp]
type = transport
protocol = udp
bind = ${host}:${ports.sip}

[phone](!)
type = endpoint
context = from-internal
force_rport = yes
rewrite_contact = yes
send_pai = yes
trust_id_inbound = no
allow_subscribe = yes
device_state_busy_at = 2
${media}
[phone-aor](!)
type = aor
max_contacts = 1
remove_existing = yes
qualify_frequency = 0
minimum_expiration = 20
default_expiration = 120

${phones
  .map(
    (number) => `[${number}](phone)
auth = ${number}
aors = ${number}
callerid = Operator ${number} <${number}>
${number === operator ? '' : 'set_var = TRANSFER_CONTEXT=trubka-key\n'}[${number}](phone-aor)
[${number}]
type = auth
auth_type = digest
username = ${number}
password = ${phoneSecret(secrets.phones, number)}
`,
  )
  .join('')}
; The city line: known by the address it comes from.
[city]
type = endpoint
context = from-city
aors = city
send_connected_line = no
allow_transfer = no
${media}
[city]
type = aor
contact = sip:${trunkHost}:${ports.trunk}
[city]
type = identify
endpoint = city
match = ${trunkHost}/32
`
}

export const phoneSecret = (secret: string, number: string): string => `${secret}-${number}`
