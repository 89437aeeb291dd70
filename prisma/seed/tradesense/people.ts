/** Everybody and everything with a name at TradeSense, the company of the demo world. */

export const DEMO_DOMAIN = 'tradesense.example';
export const demoEmail = (mailbox: string): string => `${mailbox}@${DEMO_DOMAIN}`;

export type DemoLevel = { key: string; name: string; senior: boolean };
export type DemoJobRole = { name: string; levels: readonly DemoLevel[] };

const career = (name: string, levels: readonly [key: string, name: string][], firstSenior: number): DemoJobRole => ({
  name,
  levels: levels.map(([key, levelName], rank) => ({ key, name: levelName, senior: rank >= firstSenior })),
});

/** Careers, each with five levels from the first to the last. */
export const DEMO_JOB_ROLES: readonly DemoJobRole[] = [
  career(
    'Software engineer',
    [
      ['junior_engineer', 'Junior engineer'],
      ['engineer', 'Engineer'],
      ['senior_engineer', 'Senior engineer'],
      ['staff_engineer', 'Staff engineer'],
      ['principal_engineer', 'Principal engineer'],
    ],
    2,
  ),
  career(
    'Site reliability engineer',
    [
      ['junior_sre', 'Junior SRE'],
      ['sre', 'SRE'],
      ['senior_sre', 'Senior SRE'],
      ['staff_sre', 'Staff SRE'],
      ['principal_sre', 'Principal SRE'],
    ],
    2,
  ),
  career(
    'Data analyst',
    [
      ['junior_data_analyst', 'Junior data analyst'],
      ['data_analyst', 'Data analyst'],
      ['senior_data_analyst', 'Senior data analyst'],
      ['lead_data_analyst', 'Lead data analyst'],
      ['principal_data_analyst', 'Principal data analyst'],
    ],
    2,
  ),
  career(
    'Product manager',
    [
      ['associate_product_manager', 'Associate product manager'],
      ['product_manager', 'Product manager'],
      ['senior_product_manager', 'Senior product manager'],
      ['group_product_manager', 'Group product manager'],
      ['principal_product_manager', 'Principal product manager'],
    ],
    2,
  ),
  career(
    'Product designer',
    [
      ['junior_product_designer', 'Junior product designer'],
      ['product_designer', 'Product designer'],
      ['senior_product_designer', 'Senior product designer'],
      ['staff_product_designer', 'Staff product designer'],
      ['principal_product_designer', 'Principal product designer'],
    ],
    2,
  ),
  career(
    'People partner',
    [
      ['people_coordinator', 'People coordinator'],
      ['people_partner', 'People partner'],
      ['senior_people_partner', 'Senior people partner'],
      ['lead_people_partner', 'Lead people partner'],
      ['head_of_people', 'Head of people'],
    ],
    2,
  ),
  career(
    'Engineering manager',
    [
      ['team_lead', 'Team lead'],
      ['engineering_manager', 'Engineering manager'],
      ['senior_engineering_manager', 'Senior engineering manager'],
      ['director_of_engineering', 'Director of engineering'],
      ['vp_of_engineering', 'VP of engineering'],
    ],
    1,
  ),
];

export type DemoTeam = { name: string; description: string };

export const DEMO_TEAMS = [
  { name: 'Platform', description: 'Runs what everybody runs on: clusters, pipelines, observability, identity.' },
  {
    name: 'Market Data',
    description: 'Turns the feeds of eleven venues into one consistent stream of quotes and trades.',
  },
  { name: 'Trading Engine', description: 'Simulates and routes orders; owns fills, positions and the ledger.' },
  { name: 'Analytics', description: 'Performance, attribution, risk and the research that stands behind them.' },
  { name: 'Web & Mobile', description: 'Everything a customer sees and touches, on every screen.' },
  { name: 'People & Operations', description: 'Hiring, growth, finance and the office that is not an office.' },
] as const satisfies readonly DemoTeam[];

export type DemoTeamName = (typeof DEMO_TEAMS)[number]['name'];

export type DemoPerson = {
  mailbox: string;
  name: string;
  timeZone: string;
  teams: readonly DemoTeamName[];
  level: string;
  manager: string | null;
  accessRole: 'member' | 'leadership' | 'administrator';
  /** Days before the load; the rest were there when Kenning came. */
  joinedDaysAgo: number;
};

/** Kenning was introduced this long ago. */
export const DEMO_HISTORY_DAYS = 370;

type Row = [mailbox: string, name: string, timeZone: string, level: string, joinedDaysAgo?: number];

const staff = (team: DemoTeamName, manager: string, rows: readonly Row[]): DemoPerson[] =>
  rows.map(([mailbox, name, timeZone, level, joinedDaysAgo]) => ({
    mailbox,
    name,
    timeZone,
    teams: [team],
    level,
    manager,
    accessRole: 'member',
    joinedDaysAgo: joinedDaysAgo ?? DEMO_HISTORY_DAYS,
  }));

const leadership: readonly DemoPerson[] = [
  {
    mailbox: 'admin',
    name: 'Robin Keller',
    timeZone: 'Europe/Zurich',
    teams: ['Platform'],
    level: 'sre',
    manager: 'ingrid',
    accessRole: 'administrator',
    joinedDaysAgo: DEMO_HISTORY_DAYS,
  },
  {
    mailbox: 'lena',
    name: 'Lena Hartmann',
    timeZone: 'Europe/Berlin',
    teams: ['People & Operations'],
    level: 'vp_of_engineering',
    manager: null,
    accessRole: 'leadership',
    joinedDaysAgo: DEMO_HISTORY_DAYS,
  },
];

const managers: readonly DemoPerson[] = [
  ...staff('Platform', 'lena', [['ingrid', 'Ingrid Solheim', 'Europe/Oslo', 'engineering_manager']]),
  ...staff('Market Data', 'lena', [['marco', 'Marco Ricci', 'Europe/Rome', 'engineering_manager']]),
  ...staff('Trading Engine', 'lena', [['rahul', 'Rahul Iyer', 'Asia/Kolkata', 'senior_engineering_manager']]),
  ...staff('Analytics', 'lena', [['yasmin', 'Yasmin Haddad', 'Asia/Dubai', 'engineering_manager']]),
  ...staff('Web & Mobile', 'lena', [
    ['daniel', 'Daniel Cohen', 'Asia/Jerusalem', 'engineering_manager'],
    ['claire', 'Claire Dubois', 'America/Toronto', 'group_product_manager'],
  ]),
  ...staff('People & Operations', 'lena', [['miriam', 'Miriam Goldberg', 'America/New_York', 'head_of_people']]),
];

const members: readonly DemoPerson[] = [
  ...staff('Platform', 'ingrid', [
    ['kwame', 'Kwame Mensah', 'Africa/Accra', 'staff_sre'],
    ['sofia', 'Sofia Lindqvist', 'Europe/Stockholm', 'senior_sre'],
    ['haruto', 'Haruto Tanaka', 'Asia/Tokyo', 'sre'],
    ['olena', 'Olena Kovalenko', 'Europe/Kyiv', 'senior_engineer'],
    ['tomas', 'Tomáš Novák', 'Europe/Prague', 'engineer', 240],
    ['amara', 'Amara Okafor', 'Africa/Lagos', 'junior_sre', 95],
  ]),
  ...staff('Market Data', 'marco', [
    ['ana', 'Ana Souza', 'America/Sao_Paulo', 'senior_engineer'],
    ['noah', 'Noah Brooks', 'Europe/London', 'engineer', 300],
    ['zoe', 'Zoé Laurent', 'Europe/Paris', 'junior_engineer', 12],
    ['jun', 'Jun Park', 'Asia/Seoul', 'staff_engineer'],
    ['fatima', 'Fatima Benali', 'Africa/Casablanca', 'engineer'],
    ['elif', 'Elif Yılmaz', 'Europe/Istanbul', 'data_analyst', 180],
  ]),
  ...staff('Trading Engine', 'rahul', [
    ['greta', 'Greta Nilsson', 'Europe/Copenhagen', 'principal_engineer'],
    ['mateo', 'Mateo Fernández', 'America/Argentina/Buenos_Aires', 'senior_engineer'],
    ['chidi', 'Chidi Eze', 'Africa/Lagos', 'engineer'],
    ['hana', 'Hana Kim', 'Asia/Seoul', 'engineer', 210],
    ['lucas', 'Lucas Moreau', 'Europe/Paris', 'junior_engineer', 60],
    ['victor', 'Victor Petrescu', 'Europe/Bucharest', 'senior_sre'],
  ]),
  ...staff('Analytics', 'yasmin', [
    ['mei', 'Mei Chen', 'Asia/Singapore', 'lead_data_analyst'],
    ['samuel', 'Samuel Osei', 'Africa/Accra', 'senior_data_analyst'],
    ['oscar', 'Oscar Jansen', 'Europe/Amsterdam', 'data_analyst'],
    ['nadia', 'Nadia Rahman', 'Asia/Dhaka', 'junior_data_analyst', 130],
    ['peter', 'Péter Horváth', 'Europe/Budapest', 'senior_engineer'],
  ]),
  ...staff('Web & Mobile', 'daniel', [
    ['beata', 'Beata Kowalska', 'Europe/Warsaw', 'staff_engineer'],
    ['linh', 'Linh Trần', 'Asia/Ho_Chi_Minh', 'engineer'],
    ['joao', 'João Pereira', 'Europe/Lisbon', 'engineer'],
    ['tariq', 'Tariq Aziz', 'Asia/Karachi', 'senior_product_designer'],
    ['ruth', 'Ruth Abebe', 'Africa/Addis_Ababa', 'product_designer', 150],
  ]),
  ...staff('Analytics', 'claire', [['isla', 'Isla Campbell', 'Europe/London', 'product_manager']]),
  ...staff('Trading Engine', 'claire', [['arjun', 'Arjun Mehta', 'Asia/Kolkata', 'senior_product_manager']]),
  ...staff('People & Operations', 'miriam', [
    ['felix', 'Felix Wagner', 'Europe/Vienna', 'people_partner'],
    ['aisha', 'Aisha Suleiman', 'Africa/Nairobi', 'people_coordinator', 75],
  ]),
  ...staff('Market Data', 'marco', [['henrik', 'Henrik Larsen', 'Europe/Oslo', 'senior_engineer']]),
];

/** Who also works with a second team. */
const secondTeams: Readonly<Record<string, DemoTeamName>> = {
  jun: 'Platform',
  peter: 'Trading Engine',
  elif: 'Analytics',
  claire: 'Analytics',
};

/** About forty people; a manager always stands before those who report to them, except the administrator's. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [...leadership, ...managers, ...members].map((person) => {
  const second = secondTeams[person.mailbox];
  return second ? { ...person, teams: [...person.teams, second] } : person;
});

/** The accounts that the start line names. */
export const DEMO_FIXED_MAILBOXES = ['admin', 'lena', 'marco', 'ana', 'noah', 'zoe'] as const;

/** Somebody who has left, and who took over what they owned. */
export const DEMO_LEAVER = {
  mailbox: 'henrik',
  successor: 'ana',
  daysAgo: 48,
  reason: 'Left for a sabbatical',
} as const;
