#define _GNU_SOURCE
#include "command.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS = 4 };	/* longest name: nbr-a-b-c-d */

extern char **environ;

/* Where this program lies; "" when that cannot be told. */
static void
own_dir(char *buf, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", buf, size - 1);

	buf[n > 0 ? n : 0] = '\0';
	if (n > 0)
		*strrchr(buf, '/') = '\0';
}

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* Calls f for each directory of the list until it returns true. */
static bool
each_dir(const char *dirs, bool (*f)(void *, const char *dir), void *arg)
{
	char *copy = strdup(dirs), *rest = copy;
	const char *dir;
	bool done = false;

	while (!done && (dir = strsep(&rest, ":")) != NULL)
		done = dir[0] == '/' && f(arg, dir);	/* "." is nobody's choice */
	free(copy);
	return done;
}

struct search {
	const char	*name;
	char		*path;
};

static bool
look(void *arg, const char *dir)
{
	struct search *s = arg;

	if (asprintf(&s->path, "%s/%s", dir, s->name) >= 0 && is_program(s->path))
		return true;
	free(s->path);
	s->path = NULL;
	return false;
}

char *
command_path(const char *name, const char *dirs)
{
	struct search s = { name, NULL };

	each_dir(dirs, look, &s);
	return s.path;
}

static const char *
path_variable(void)
{
	const char *path = getenv("PATH");

	return path != NULL ? path : "/usr/local/bin:/usr/bin:/bin";
}

static bool
is_word(const char *s)
{
	return s[0] != '-' && s[0] != '\0' && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

void
command_run(char *argv[])
{
	char own[4096], *name[WORDS + 1] = { 0 };
	int n = 0;

	own_dir(own, sizeof(own));
	for (; n < WORDS && argv[n + 1] != NULL && is_word(argv[n + 1]); n++)
		if (asprintf(&name[n + 1], "%s-%s", n == 0 ? "nbr" : name[n], argv[n + 1]) < 0) {
			name[n + 1] = NULL;
			break;
		}
	for (; n > 0; n--) {
		char *path = command_path(name[n], own);

		if (path == NULL)
			path = command_path(name[n], path_variable());
		if (path != NULL) {
			argv[n] = name[n];
			execv(path, argv + n);
		}
		free(path);
		free(name[n]);
	}
}

static bool
known(const struct commands *c, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->at[i].name, name) == 0)
			return true;
	return false;
}

/* Without memory the list is shorter. */
static void
add(struct commands *c, const char *dir, const char *name)
{
	struct command new = { NULL, NULL };

	if (c->count == c->size) {
		size_t size = c->size * 2 + 32;
		struct command *at = reallocarray(c->at, size, sizeof(*at));

		if (at == NULL)
			return;
		c->at = at;
		c->size = size;
	}
	if (asprintf(&new.path, "%s/%s", dir, name) < 0)
		return;
	new.name = strdup(name);
	if (new.name != NULL && is_program(new.path)) {
		c->at[c->count++] = new;
		return;
	}
	free(new.name);
	free(new.path);
}

static bool
gather(void *arg, const char *dir)
{
	struct commands *c = arg;
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (strncmp(e->d_name, "nbr-", 4) == 0 && is_word(e->d_name) && !known(c, e->d_name))
			add(c, dir, e->d_name);
	if (d != NULL)
		closedir(d);
	return false;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct command *)a)->name, ((const struct command *)b)->name);
}

void
commands_find(struct commands *c)
{
	char own[4096];

	*c = (struct commands){ 0 };
	own_dir(own, sizeof(own));
	each_dir(own, gather, c);
	each_dir(path_variable(), gather, c);
	if (c->count > 1)
		qsort(c->at, c->count, sizeof(c->at[0]), by_name);
}

void
commands_free(struct commands *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->at[i].name);
		free(c->at[i].path);
	}
	free(c->at);
}

/* Starts "PATH --help"; what it says comes out of the descriptor. */
static pid_t
start_help(const char *path, int *from)
{
	char *argv[] = { (char *)path, (char *)"--help", NULL };
	posix_spawn_file_actions_t to;
	int ends[2];
	pid_t pid = -1;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&to, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&to, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, path, &to, NULL, argv, environ) != 0)
		pid = -1;
	posix_spawn_file_actions_destroy(&to);
	close(ends[1]);
	if (pid < 0)
		close(ends[0]);
	*from = ends[0];
	return pid;
}

const char *
command_purpose(const struct command *c, char *buf, size_t size)
{
	char *line = NULL;
	size_t room = 0;
	bool next = false;
	FILE *fp;
	int fd;
	pid_t pid = start_help(c->path, &fd);

	buf[0] = '\0';
	if (pid < 0)
		return buf;
	fp = fdopen(fd, "r");
	/* The line after the first empty one; the rest is read so that the
	 * command is not killed by a closed pipe. */
	while (fp != NULL && getline(&line, &room, fp) > 0) {
		if (next && buf[0] == '\0') {
			line[strcspn(line, "\n")] = '\0';
			snprintf(buf, size, "%s", line);
		}
		next = next || line[0] == '\n';
	}
	free(line);
	if (fp != NULL)
		fclose(fp);
	else
		close(fd);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	return buf;
}

bool
command_manual(const char *name, bool zh)
{
	char *argv[] = { (char *)"man", (char *)"-L", (char *)(zh ? "zh_CN.UTF-8" : "C.UTF-8"), (char *)name, NULL };
	posix_spawn_file_actions_t to;
	int status = -1;
	pid_t pid;

	/* The page's language needs no locale of its own; its characters do. */
	setenv("LC_ALL", "C.UTF-8", 1);
	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, "man", &to, NULL, argv, environ) == 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			continue;
	posix_spawn_file_actions_destroy(&to);
	return status == 0;
}
