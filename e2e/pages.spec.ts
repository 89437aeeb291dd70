import { emailOf } from './support/items';
import { expectSound, NARROW_DARK, Watch, WIDE_LIGHT } from './support/page-check';
import { IMPORTANT } from './support/pages';
import { expect, signIn, test } from './support/test';

for (const look of [WIDE_LIGHT, NARROW_DARK]) {
  test.describe(look.name, () => {
    test.use(look.options);

    for (const visit of IMPORTANT) {
      test(`${visit.name} is sound`, async ({ page, world }) => {
        if (visit.as) await signIn(page.context(), world, emailOf(visit.as));
        const watch = new Watch(page);
        await watch.open(await visit.path(world.database), visit.status);
        await expect(page.getByRole('heading', { level: 1, name: visit.heading })).toBeVisible();
        await expectSound(page, watch);
        expect(await watch.heavyCode(), 'the editor and diagrams, which only some pages need').toEqual(
          visit.loads ?? [],
        );
      });
    }
  });
}
