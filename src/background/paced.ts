/**
 * Runs what is asked for at once, and however often it is asked for, not again for so many milliseconds; then once for all
 * the times it was asked for meanwhile.
 */
export function paced(run: () => void, restMs: number): () => void {
  let resting = false
  let wanted = false
  const go = () => {
    wanted = false
    resting = true
    setTimeout(() => {
      resting = false
      if (wanted) go()
    }, restMs)
    run()
  }
  return () => {
    wanted = true
    if (!resting) go()
  }
}
