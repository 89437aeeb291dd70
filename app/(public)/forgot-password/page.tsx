import type { Metadata } from 'next';
import { ForgotPasswordForm } from '@/components/people/forgot-password-form';

export const metadata: Metadata = { title: 'A new password' };

export default function ForgotPasswordPage() {
  return <ForgotPasswordForm />;
}
