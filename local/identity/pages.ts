import { type DemoAccount, demoAccounts } from './accounts.ts'

/** What the sign-in page shows. */
export interface SignInPage {
  /** Address to which the form is sent. */
  readonly action: string
  readonly email: string
  readonly fault: string | undefined
}

/** The sign-in page: an ordinary form, and the accounts of this machine to choose from. */
export function signInPage({ action, email, fault }: SignInPage): string {
  const message = fault === undefined ? '' : `<p class="fault" role="alert">${escapeHtml(fault)}</p>`
  return page(
    'Anmelden · Sign in',
    `<h1>Anmelden <span lang="en">Sign in</span></h1>
    ${message}
    <form method="post" action="${escapeHtml(action)}">
      <label for="email">E-Mail</label>
      <input id="email" name="email" type="email" autocomplete="username" required value="${escapeHtml(email)}">
      <label for="password">Passwort <span lang="en">Password</span></label>
      <input id="password" name="password" type="password" autocomplete="current-password">
      <p class="note">Auf diesem Rechner gilt jedes Passwort. <span lang="en">Any password works on this machine.</span></p>
      <button type="submit">Anmelden · Sign in</button>
    </form>
    <h2>Oder direkt als <span lang="en">Or straight away as</span></h2>
    <form method="post" action="${escapeHtml(action)}" class="accounts">
      ${demoAccounts.map(accountButton).join('\n      ')}
    </form>`,
  )
}

function accountButton({ email, name, role }: DemoAccount): string {
  return `<button name="email" value="${escapeHtml(email)}"><strong>${escapeHtml(name)}</strong><span>${escapeHtml(role)}</span><small>${escapeHtml(email)}</small></button>`
}

/**
 * Asks to confirm signing out; with scripts it confirms itself, since the shop has asked already.
 * @param form The provider's form, with the id `op.logoutForm`.
 */
export function signOutPage(form: string): string {
  return page(
    'Abmelden · Sign out',
    `<h1>Abmelden <span lang="en">Sign out</span></h1>
    ${form}
    <button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Abmelden · Sign out</button>
    <script>document.querySelector('button').click()</script>`,
  )
}

/** Shown when a request cannot be answered by sending people back to the shop. */
export function faultPage(error: string, description: string | undefined): string {
  return page(
    'Fehler · Error',
    `<h1>Das hat nicht geklappt <span lang="en">That did not work</span></h1>
    <p class="fault">${escapeHtml(error)}: ${escapeHtml(description ?? 'no details')}</p>`,
  )
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Kontor</title>
<style>${style}</style>
</head>
<body>
  <main>
    <p class="brand">Kontor</p>
    ${body}
  </main>
</body>
</html>
`
}

const style = `
:root { color-scheme: light; --ink: #1d2320; --paper: #f6f3ec; --card: #fffdf8; --line: #d9d2c3; --accent: #1f5c4c; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 2rem; }
.brand { margin: 0 0 1rem; font: 600 1.1rem Georgia, serif; letter-spacing: .04em; color: var(--accent); }
h1 { margin: 0 0 1rem; font: 600 1.6rem Georgia, serif; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
span[lang] { color: #676e69; font-weight: 400; }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600; }
input { width: 100%; padding: .65rem .75rem; border: 1px solid #8b8f86; border-radius: .5rem; font: inherit; background: #fff; }
button { width: 100%; margin-top: .75rem; padding: .75rem; border: 0; border-radius: .5rem; font: inherit; font-weight: 600;
  background: var(--accent); color: #fff; cursor: pointer; }
button:hover { filter: brightness(1.1); }
:focus-visible { outline: 3px solid #d98f2b; outline-offset: 2px; }
.accounts button { display: grid; grid-template-columns: 1fr auto; text-align: left; background: #fff; color: var(--ink);
  border: 1px solid var(--line); font-weight: 400; }
.accounts small { grid-column: 1 / -1; color: #676e69; }
.note { margin: .5rem 0 0; font-size: .875rem; }
.fault { padding: .6rem .75rem; border-left: 4px solid #a5321f; background: #fbeae6; }
`
