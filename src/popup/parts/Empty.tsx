/** What stands where a list has nothing: what will be here (LOOK, «Panel» 4). */
export function Empty({ title, hint }: { title: string; hint?: string }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {hint !== undefined && <p>{hint}</p>}
    </div>
  )
}
