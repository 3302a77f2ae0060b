type Kept = { get: () => Promise<boolean | null>; set: (value: boolean) => Promise<void> }

/** «Первые шаги», once in this browser: where an extension is loaded anew, each time counts as an installation. */
export async function welcomeOnce(kept: Kept, open: () => Promise<void>): Promise<void> {
  if ((await kept.get()) === true) return
  await kept.set(true)
  await open()
}
