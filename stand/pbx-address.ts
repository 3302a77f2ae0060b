/** How the CTI server reaches a PBX: AMI and its two logins. */
export type PbxAddress = {
  host: string
  port: number
  user: string
  secret: string
  routeUser: string
  routeSecret: string
}
