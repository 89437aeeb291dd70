/** Addresses of pages that mails lead to. @param publicUrl without a slash at the end */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation?token=${token}`;
}

/** Where a new password is chosen. */
export function passwordResetLink(publicUrl: string, token: string): string {
  return `${publicUrl}/reset-password?token=${token}`;
}

/** Where a link for a new password is asked for. */
export function forgotPasswordLink(publicUrl: string): string {
  return `${publicUrl}/forgot-password`;
}
