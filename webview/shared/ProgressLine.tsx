/** A bar of 2 px while something takes longer than 200 ms. Nothing is shown before. */
export function ProgressLine(props: { active: boolean; label: string }) {
  return <div class={props.active ? 'progress active' : 'progress'} role={props.active ? 'progressbar' : undefined} aria-label={props.active ? props.label : undefined} />;
}
