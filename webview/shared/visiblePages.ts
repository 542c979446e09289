import { options } from 'preact';
import type { VNode } from 'preact';
import { visibleText } from '../../src/core/display/visibleText.ts';

/** Shown on hover or read aloud. What a person types or copies is not among them, and stays as it is. */
const shown = ['title', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'placeholder', 'alt'] as const;

/**
 * From now on no page draws a text that a terminal would obey or that hides or turns round other text, wherever it comes from: names,
 * errors and sentences about them come from traces too, and one place cannot be forgotten. Call once, before anything is rendered.
 */
export function showTextsVisibly(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    before?.(vnode);
    const node = vnode as unknown as { type: VNode['type'] | null; props: unknown };
    if (typeof node.props === 'string') node.props = visibleText(node.props);
    else if (typeof node.type === 'string') {
      const props = node.props as Record<string, unknown>;
      for (const name of shown) if (typeof props[name] === 'string') props[name] = visibleText(props[name]);
    }
  };
}

/** The same where a page is written as text: there a text between elements is no node that one hears of, only what an element is given. */
export function writeTextsVisibly(): void {
  showTextsVisibly();
  const before = options.vnode;
  options.vnode = (vnode) => {
    before?.(vnode);
    const { props } = vnode as unknown as { props: unknown };
    if (typeof props === 'object' && props !== null && 'children' in props) props.children = visibleChildren(props.children);
  };
}

function visibleChildren(children: unknown): unknown {
  if (typeof children === 'string') return visibleText(children);
  return Array.isArray(children) ? children.map(visibleChildren) : children;
}
