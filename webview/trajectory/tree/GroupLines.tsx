import type { GroupLine } from './rows.ts';

/** The double line beside calls that ran side by side. */
export function GroupLines(props: { lines: readonly GroupLine[] }) {
  return <>{props.lines.map((line) => <span key={line.depth} class={line.last ? 'groupLine last' : 'groupLine'} style={{ '--at': line.depth }} aria-hidden="true" />)}</>;
}
