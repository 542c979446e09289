import { Icon } from './Icon.tsx';

/** The trace lacks it. Not the same as "not measured", "not reviewed" or "n/a". */
export function NotRecorded(props: { what?: string; why?: string }) {
  return (
    <span class="tag absent" title={props.why}>
      <Icon name="circle-slash" small />
      <span class="cut">{props.what === undefined ? 'Not recorded' : `${props.what}: not recorded`}</span>
    </span>
  );
}
