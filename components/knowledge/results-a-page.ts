/** Results of a search before somebody asks for more. */
export const RESULTS_A_PAGE = 20;
