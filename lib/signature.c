#define _GNU_SOURCE
#include "signature.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "msg.h"

#define SIGNATURE "/dev/fd/3"	/* where ssh-keygen finds it */

/* A file in memory that holds a text. -1. */
static int
held(struct text t)
{
	int fd = memfd_create("nbr", MFD_CLOEXEC);

	if (fd >= 0 && (file_write(fd, t.at, t.len) != 0 || lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* What was written into it, cut where there is no room. */
static void
take(int fd, char buf[static SIGNATURE_SIZE])
{
	ssize_t n = pread(fd, buf, SIGNATURE_SIZE - 1, 0);

	buf[n > 0 ? n : 0] = '\0';
}

/* Runs ssh-keygen: words are its standard input, and what it says, on either
 * stream, comes to buf. Its status; -1 there is none: buf has why. */
static int
keygen(const char *const argv[], struct text words, struct text signature, char buf[static SIGNATURE_SIZE])
{
	int in = held(words), sig = held(signature), out = held(text_of("")), status = -1, rc;
	posix_spawn_file_actions_t to;
	pid_t pid;

	buf[0] = '\0';
	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_adddup2(&to, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&to, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&to, out, STDERR_FILENO);
	posix_spawn_file_actions_adddup2(&to, sig, 3);
	rc = in < 0 || sig < 0 || out < 0 ? errno : posix_spawnp(&pid, argv[0], &to, NULL, (char *const *)argv, environ);
	if (rc == 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
	if (rc != 0)
		snprintf(buf, SIGNATURE_SIZE, "%s: %s", argv[0], strerror(rc));
	else if (WIFEXITED(status))
		take(out, buf);
	else
		snprintf(buf, SIGNATURE_SIZE, "%s: %s", argv[0], strsignal(WTERMSIG(status)));
	posix_spawn_file_actions_destroy(&to);
	close(in);
	close(sig);
	close(out);
	return rc == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool
signature_make(const char *key, const char *space, struct text words, char buf[static SIGNATURE_SIZE])
{
	const char *argv[] = { "ssh-keygen", "-q", "-Y", "sign", "-n", space, "-f", key, NULL };
	int rc = keygen(argv, words, text_of(""), buf);
	const char *at = strstr(buf, "-----BEGIN SSH SIGNATURE-----");

	if (rc != 0 || at == NULL) {
		buf[strcspn(buf, "\r\n")] = '\0';
		return false;
	}
	memmove(buf, at, strlen(at) + 1);	/* what it says besides comes before */
	return true;
}

int
signature_fits(const char *space, struct text words, struct text signature, char buf[static SIGNATURE_SIZE])
{
	const char *argv[] = { "ssh-keygen", "-Y", "check-novalidate", "-n", space, "-s", SIGNATURE, NULL };
	int rc = keygen(argv, words, signature, buf);

	return rc < 0 ? -1 : rc == 0;
}

int
signature_good(const char *signers, const char *space, struct text words, struct text signature, char buf[static SIGNATURE_SIZE])
{
	const char *who[] = { "ssh-keygen", "-Y", "find-principals", "-f", signers, "-s", SIGNATURE, NULL };
	char name[SIGNATURE_SIZE];
	const char *argv[] = { "ssh-keygen", "-Y", "verify", "-n", space, "-f", signers, "-I", name, "-s", SIGNATURE, NULL };
	int rc = keygen(who, text_of(""), signature, buf);

	if (rc != 0)
		return rc < 0 ? -1 : 0;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(buf, "\n"), buf);
	rc = keygen(argv, words, signature, buf);
	return rc < 0 ? -1 : rc == 0;
}
