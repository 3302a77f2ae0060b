import { Random } from '../../data/random.ts'
import { switches } from './switches.ts'

let random = new Random(switches.seed)

/** Chance starts anew with the seed, so that a run can be had again. */
export function seedPace(): void {
  random = new Random(switches.seed)
}

/** Milliseconds between the two bounds; a few at the fast pace, but never none: it stays a task of its own. */
export function pause(low: number, high: number): number {
  const drawn = random.between(low, high)
  return switches.pace === 'fast' ? Math.min(drawn, 15) : drawn
}

export const wait = (low: number, high: number) => new Promise<void>((done) => setTimeout(done, pause(low, high)))

/** For how long a server call stops the page (D6.2, D12). */
export function blockMs(): number {
  if (switches.pace === 'fast') return 50
  if (switches.pace === 'harsh' && random.chance(0.05)) return 5000
  return random.between(50, 1500)
}
