import {
  addDemoPerson,
  addTeamMember,
  changeJob,
  changeManager,
  createJobRole,
  createTeam,
  deactivatePerson,
} from '@/server/domains/people';
import {
  DEMO_HISTORY_DAYS,
  DEMO_JOB_ROLES,
  DEMO_LEAVER,
  DEMO_PEOPLE,
  DEMO_TEAMS,
  type DemoPerson,
  demoEmail,
} from './people';
import { idFrom, type Step, type World } from './world';

/** How the people of the world come, find their places, and go. */
export class PeopleOfTheWorld {
  private readonly world: World;
  private readonly passwordHash: string;

  constructor(world: World, passwordHash: string) {
    this.world = world;
    this.passwordHash = passwordHash;
  }

  /** The administrator comes first and makes the teams, the job roles and their own place. */
  async found(now: Date): Promise<void> {
    const admin = DEMO_PEOPLE.find((person) => person.accessRole === 'administrator');
    if (!admin) throw new Error('The demo world has no administrator.');
    const nowhere = { jobRoleId: null, jobLevelId: null, managerId: null, teamIds: [] };
    await this.addPerson(admin, now, nowhere);
    const ctx = await this.world.as('admin', now);
    for (const team of DEMO_TEAMS) this.world.teams.set(team.name, (await createTeam(ctx, { ...team })).teamId);
    for (const role of DEMO_JOB_ROLES) {
      const { jobRoleId } = await createJobRole(ctx, { name: role.name, levels: [...role.levels] });
      this.world.jobRoles.set(role.name, jobRoleId);
      for (const level of await this.world.tx.jobLevel.findMany({ where: { jobRoleId } })) {
        this.world.jobs.set(level.key, { jobRoleId, jobLevelId: level.id });
      }
    }
    const first = DEMO_PEOPLE.filter((person) => person !== admin && person.joinedDaysAgo === DEMO_HISTORY_DAYS);
    for (const person of first) await this.addPerson(person, now, this.placeOf(person));
    const place = this.placeOf(admin);
    const personId = idFrom(this.world.people, admin.mailbox);
    await changeJob(ctx, { personId, jobRoleId: place.jobRoleId, jobLevelId: place.jobLevelId });
    await changeManager(ctx, { personId, managerId: place.managerId });
    for (const teamId of place.teamIds) await addTeamMember(ctx, { teamId, personId });
    this.world.peopleChanged();
  }

  private placeOf(person: DemoPerson) {
    return {
      ...idFrom(this.world.jobs, person.level),
      managerId: person.manager === null ? null : idFrom(this.world.people, person.manager),
      teamIds: person.teams.map((team) => idFrom(this.world.teams, team)),
    };
  }

  private async addPerson(
    person: DemoPerson,
    now: Date,
    place: { jobRoleId: string | null; jobLevelId: string | null; managerId: string | null; teamIds: string[] },
  ): Promise<void> {
    const { mailbox, name, timeZone, accessRole } = person;
    const account = { email: demoEmail(mailbox), name, timeZone, accessRole, passwordHash: this.passwordHash };
    const { personId } = await addDemoPerson({ db: this.world.tx, now }, { ...account, ...place });
    this.world.people.set(mailbox, personId);
    this.world.peopleChanged();
  }

  /** Those who join later. */
  arrivals(): Step[] {
    const later = DEMO_PEOPLE.filter((person) => person.joinedDaysAgo < DEMO_HISTORY_DAYS);
    return later.map((person) => {
      const at = this.world.daysAgo(person.joinedDaysAgo);
      return { at, run: () => this.addPerson(person, at, this.placeOf(person)) };
    });
  }

  /** The one who leaves. */
  farewell(): Step {
    const { mailbox, successor, daysAgo, reason } = DEMO_LEAVER;
    const at = this.world.daysAgo(daysAgo);
    const run = async () => {
      const input = {
        personId: idFrom(this.world.people, mailbox),
        handOverToId: idFrom(this.world.people, successor),
        reason,
      };
      await deactivatePerson(await this.world.as('admin', at), input);
      this.world.peopleChanged();
    };
    return { at, run };
  }
}
