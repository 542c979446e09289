import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { sidewaysScroll } from './sideways.ts';
import type { Size } from './pageSuite.ts';
import { themeCss, themeKinds } from './themes.ts';
import type { ThemeKind } from './themes.ts';

type Looked = { readonly page: Page; readonly errors: readonly string[] };
/** Pictures are `test-results/<folder>/<name>-<theme>-<width>.png`; `also` is more to be seen to in each size. */
type Looks = { readonly folder: string; readonly name: string; readonly sizes: readonly Size[]; readonly themes?: readonly ThemeKind[]; readonly also?: () => Promise<void> };

/** Colours hardly depend on the width, and the layout not on colours: every theme is looked at in the first size, a dark and a light one in the others. */
export const themesOfOtherSizes = ['vscode-dark', 'vscode-high-contrast-light'] as const satisfies readonly ThemeKind[];

/** As the editor does when another theme is chosen: the page stays. */
async function changeTheme(page: Page, theme: ThemeKind): Promise<void> {
  await page.evaluate(async ({ css, kind, kinds }) => {
    document.querySelector('style[data-theme]')!.textContent = css;
    document.body.classList.remove(...kinds);
    document.body.classList.add(kind);
    document.body.classList.toggle('vscode-high-contrast', kind.startsWith('vscode-high'));
    document.body.dataset['vscodeThemeKind'] = kind;
    // Until what hears of it has drawn itself.
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, { css: themeCss(theme), kind: theme, kinds: themeKinds });
}

/**
 * Looks at a page in all sizes and themes: nothing for axe to find, nothing sideways, nothing in the console.
 * What elements there are and what they are called is the same in all themes; of the others axe looks at the colours.
 */
export async function expectGoodLooks({ page, errors }: Looked, { folder, name, sizes, themes, also }: Looks): Promise<void> {
  for (const [at, size] of sizes.entries()) {
    const [first, ...others] = themes ?? (at === 0 ? themeKinds : themesOfOtherSizes);
    await page.setViewportSize(size);
    for (const theme of first === undefined ? [] : [first, ...others]) {
      const look = `${name}, ${theme}, ${size.width} wide`;
      await changeTheme(page, theme);
      await takePicture(page, folder, `${name}-${theme.replace('vscode-', '')}-${size.width}`);
      expect(await findViolations(page, theme === first ? 'all' : 'colours'), look).toEqual([]);
      expect(await sidewaysScroll(page), look).toBe(0);
    }
    await also?.();
    expect(errors, `${name}, ${size.width} wide`).toEqual([]);
  }
}
