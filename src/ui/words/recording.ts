import { pair } from './language.ts'

type RecordingWords = {
  title: string
  listen: string
  stopListening: string
  opening: string
  play: string
  pause: string
  place: string
  speed: string
  withoutPauses: string
  save: string
  cannotPlay: string
  close: string
}

export const recordingWords = pair<RecordingWords>(
  {
    title: 'Запись разговора',
    listen: 'Слушать запись',
    stopListening: 'Закрыть запись',
    opening: 'Открываем запись…',
    play: 'Слушать',
    pause: 'Пауза',
    place: 'Место в записи',
    speed: 'Скорость',
    withoutPauses: 'Без пауз',
    save: 'Сохранить файл',
    close: 'Закрыть',
    cannotPlay: 'Браузер не может проиграть эту запись. Сохраните файл и откройте его в проигрывателе.',
  },
  {
    title: 'Recording of the call',
    listen: 'Listen to the recording',
    stopListening: 'Close the recording',
    opening: 'Opening the recording…',
    play: 'Play',
    pause: 'Pause',
    place: 'Place in the recording',
    speed: 'Speed',
    withoutPauses: 'Without pauses',
    save: 'Save the file',
    close: 'Close',
    cannotPlay: 'The browser cannot play this recording. Save the file and open it in a player.',
  },
)
