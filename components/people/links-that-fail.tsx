import { ErrorState } from '@/components/ui/error-state';
import { LinkAnchor } from '@/components/ui/links';

/** A link of an invitation that leads nowhere any more, whatever the reason. */
export function InvitationOver() {
  return (
    <ErrorState
      order={1}
      title="This invitation does not work any more"
      kept="It may have been used, replaced by a newer one, taken back, or be older than two weeks."
      todo="If you have an account, sign in. Otherwise ask whoever invited you for a new invitation."
      action={<LinkAnchor href="/sign-in">Sign in</LinkAnchor>}
    />
  );
}

/** A link to a new password of which a part is missing. */
export function PasswordLinkBroken() {
  return (
    <ErrorState
      order={1}
      title="This link is not whole"
      todo="Copy the whole address from the mail, or ask for a new link."
      action={<LinkAnchor href="/forgot-password">Ask for a new link</LinkAnchor>}
    />
  );
}
