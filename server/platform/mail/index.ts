export { deliverMail, forgetOldMail, type MailSurroundings, mailWorkers, writeNotificationMail } from './jobs';
export { openPostman } from './postman';
export { type NewMail, queueMail } from './queue-mail';
export { type Mailer, MailRefused, smtpMailer } from './smtp';
