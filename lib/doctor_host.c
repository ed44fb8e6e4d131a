/* Is the machine itself as it should be? */
#define _GNU_SOURCE
#include <locale.h>
#include <sys/timex.h>
#include <unistd.h>

#include "doctor_parts.h"

static void
look_at_language(struct doctor *d)
{
	locale_t l = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	char path[DOCTOR_PATH];

	if (l != (locale_t)0)
		doctor_put(d, "locale", VERDICT_OK, "C.UTF-8");
	else
		doctor_put(d, "locale", VERDICT_FINDING, _("C.UTF-8 is missing: apt-get install --reinstall libc-bin"));
	if (l != (locale_t)0)
		freelocale(l);
	snprintf(path, sizeof(path), "%s/zh_CN/LC_MESSAGES/nbr.mo", d->catalogues);
	if (access(path, R_OK) == 0)
		doctor_put(d, "messages", VERDICT_OK, "%s", path);
	else
		doctor_put(d, "messages", VERDICT_FINDING, _("%s is missing: no messages in Chinese; install nbr again"), path);
}

/* Of a clock that is right nothing can be known without a network; but one that
 * shows a time before what is stored is wrong. */
static void
look_at_clock(struct doctor *d, moment_t last)
{
	char now[26], then[26];
	struct timex kernel = { 0 };
	int state = adjtimex(&kernel);
	bool kept = state >= 0 && state != TIME_ERROR && !(kernel.status & STA_UNSYNC);

	moment_text(moment_now(), d->zone, now);
	if (moment_now() < last)
		doctor_put(d, "clock", VERDICT_FINDING, _("it is %s here, and the database was changed at %s: timedatectl set-time"),
		    now, moment_text(last, d->zone, then));
	else
		doctor_put(d, "clock", VERDICT_OK, "%s", now);
	if (kept)
		doctor_put(d, "ntp", VERDICT_OK, _("a time server keeps the clock"));
	else
		doctor_put(d, "ntp", VERDICT_WARNING, _("no time server keeps the clock, as far as can be seen: timedatectl set-ntp true"));
}

void
doctor_look_at_host(struct doctor *d, moment_t last)
{
	look_at_language(d);
	if (moment_today(d->zone) == 0) {
		doctor_put(d, "zone", VERDICT_FINDING, _("%s is missing: apt-get install tzdata"), d->zone);
		return;
	}
	doctor_put(d, "zone", VERDICT_OK, "%s", d->zone);
	look_at_clock(d, last);
}
