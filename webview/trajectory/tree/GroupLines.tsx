import type { GroupLine } from './rows.ts';

/** Beside rows that belong together: a double line where they ran side by side, a bracket where they repeat. */
export function GroupLines(props: { lines: readonly GroupLine[] }) {
  return <>{props.lines.map((line) => <span key={line.depth} class={['groupLine', line.kind, line.first && 'first', line.last && 'last'].filter(Boolean).join(' ')} style={{ '--at': line.depth }} aria-hidden="true" />)}</>;
}
