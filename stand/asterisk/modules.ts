/**
 * The modules our Asterisk loads, no others: it boots in about a second and needs few shared libraries.
 * What the dialplan file names for administrators must be among them.
 */
export const MODULES: readonly string[] = `
  res_sorcery_config res_sorcery_memory res_sorcery_astdb res_timing_timerfd res_crypto pbx_config
  res_rtp_asterisk codec_alaw codec_ulaw codec_a_mu codec_gsm codec_resample
  format_pcm format_wav format_sln format_gsm
  bridge_simple bridge_native_rtp bridge_softmix bridge_holding bridge_builtin_features bridge_builtin_interval_features
  res_pjproject res_pjsip res_pjsip_session res_pjsip_pubsub res_pjsip_outbound_publish res_pjsip_acl
  res_pjsip_authenticator_digest res_pjsip_caller_id res_pjsip_diversion res_pjsip_dlg_options res_pjsip_dtmf_info
  res_pjsip_endpoint_identifier_ip res_pjsip_endpoint_identifier_user res_pjsip_exten_state res_pjsip_header_funcs
  res_pjsip_logger res_pjsip_nat res_pjsip_notify res_pjsip_outbound_authenticator_digest res_pjsip_path
  res_pjsip_refer res_pjsip_registrar res_pjsip_rfc3326 res_pjsip_sdp_rtp chan_pjsip
  func_pjsip_aor func_pjsip_contact func_pjsip_endpoint
  res_manager_devicestate res_manager_presencestate res_musiconhold
  app_bridgeaddchan app_bridgewait app_channelredirect app_confbridge app_dial app_echo app_mixmonitor app_playback app_playtones
  app_senddtmf app_stack
  app_userevent app_verbose app_while
  func_callerid func_channel func_devstate func_dialplan func_env func_global func_hangupcause func_logic func_math
  func_presencestate func_strings func_timeout func_uri
`
  .trim()
  .split(/\s+/)

/** For call records, where they are wanted: cel_custom stands on the first. */
export const RECORDING_MODULES: readonly string[] = ['res_cdrel_custom', 'cel_custom']

/** For the queues of the stand's own dialplan. */
export const QUEUE_MODULES: readonly string[] = ['app_queue']
