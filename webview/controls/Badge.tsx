import { formatCount } from '../../src/core/display/numbers.ts';

export function Badge(props: { count: number }) {
  return <vscode-badge>{formatCount(props.count)}</vscode-badge>;
}
