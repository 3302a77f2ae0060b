import { forwardTargets, managerChoices, transferTargets, userChoice } from '../../ui/choices.ts'
import { PATIENCE } from '../commands.ts'
import type { Connection } from '../connection.ts'
import type { Habits } from '../habits.ts'
import type { MirrorKeeper } from '../mirror.ts'
import { peopleNamed } from '../people.ts'
import type { Photos } from '../photos.ts'
import type { Answers } from './answers.ts'

type Room = {
  started: Promise<unknown>
  connection: Connection
  habits: Habits
  photos: Photos
  picture: MirrorKeeper
}

/** Colleagues, as the mirror has them, and what the operator prefers. */
export function peopleAnswers({
  started,
  connection,
  habits,
  photos,
  picture,
}: Room): Answers<'people' | 'preferences' | 'status'> {
  return {
    'people.photo': async (wish) => {
      await started
      return photos.find(wish)
    },
    'people.search': async ({ typed, self }) => {
      await started
      return self ? forwardTargets(typed, picture.state) : transferTargets(typed, picture.state)
    },
    'people.managers': async ({ typed, departments }) => {
      await started
      return managerChoices(typed, departments, picture.state)
    },
    'people.user': async ({ id }) => {
      await started
      return userChoice(id, picture.state)
    },
    'people.named': async ({ name }) => {
      await started
      const loaded = picture.state?.bases.every(({ loadedAt }) => loadedAt !== null) ?? false
      return { connected: connection.state === 'online', loaded, colleagues: peopleNamed(name, picture.state) }
    },
    'status.set': async (params) => {
      await started
      return (await connection.ready(PATIENCE.connect)).request('status.set', params, PATIENCE.answer)
    },
    'preferences.transfer': async ({ kind }) => {
      await started
      await habits.prefer({ transfer: kind })
      return {}
    },
    'preferences.set': async (changes) => {
      await started
      await habits.prefer(changes)
      return {}
    },
  }
}
