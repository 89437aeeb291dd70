export { hasMailServer } from './has-server';
export { deliverMail, forgetOldMail, mailWorkers, writeNotificationMail } from './jobs';
export { openPostman } from './postman';
export { forgetMailTo, queueMail } from './queue-mail';
export { type Mailer, smtpMailer } from './smtp';
