import { emailOf } from './support/items';
import { expectSoundPage, NARROW_DARK, WIDE_LIGHT } from './support/page-check';
import { IMPORTANT } from './support/pages';
import { signIn, test } from './support/test';

for (const look of [WIDE_LIGHT, NARROW_DARK]) {
  test.describe(look.name, () => {
    test.use(look.options);

    for (const visit of IMPORTANT) {
      test(`${visit.name} is sound`, async ({ page, world }) => {
        if (visit.as) await signIn(page.context(), world, emailOf(visit.as));
        await expectSoundPage(page, await visit.path(world.database), visit);
      });
    }
  });
}
