import { Icon } from '../../shared/Icon.tsx';

/** The chevron of a row. Keys fold the row itself, so it is for the mouse only. */
export function Twistie(props: { folded: boolean; onClick: () => void }) {
  return (
    <span
      class="twistie"
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        props.onClick();
      }}
      onDblClick={(event) => event.stopPropagation()}
    >
      <Icon name={props.folded ? 'chevron-right' : 'chevron-down'} />
    </span>
  );
}
