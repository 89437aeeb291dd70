/** Addresses of pages that mails lead to. @param publicUrl without a slash at the end */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation?token=${token}`;
}

export function passwordResetLink(publicUrl: string, token: string): string {
  return `${publicUrl}/reset-password?token=${token}`;
}

export function forgotPasswordLink(publicUrl: string): string {
  return `${publicUrl}/forgot-password`;
}
