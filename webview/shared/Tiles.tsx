/** A figure with its name, and a word more; `more` is empty where there is none. */
export type Tile = { readonly name: string; readonly value: string; readonly more: string };

/** The figures at the head of a page that reports, side by side. */
export function Tiles(props: { tiles: readonly Tile[] }) {
  return (
    <dl class="tiles">
      {props.tiles.map(({ name, value, more }) => (
        <div class="tile" key={name}>
          <dt class="caption">{name}</dt>
          <dd><span class="number">{value}</span>{more !== '' && <span class="tileMore dim">{more}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
