/** Milliseconds of a clock that nobody sets. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Throws when it takes longer. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not in ${ms} ms: ${what}`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export async function until(ms: number, what: string, look: () => Promise<boolean>): Promise<void> {
  const end = now() + ms
  while (!(await look())) {
    if (now() > end) throw new Error(`not in ${ms} ms: ${what}`)
    await pause(10)
  }
}
