#include "completion.h"

#include <stdio.h>
#include <string.h>

/* Each asks "nbr --complete", with the words up to the one that is typed: a line each of
 * what may stand there, with a tab and what it is for; status 1: a file. */
static const char bash[] =
    "# bash: the programs say themselves what may follow.\n"
    "_nbr() {\n"
    "	local words word\n"
    "	COMPREPLY=()\n"
    "	if words=$(nbr --complete \"${COMP_WORDS[@]:0:COMP_CWORD+1}\" 2>/dev/null); then\n"
    "		while IFS=$'\\t' read -r word _; do\n"
    "			[[ -z $word ]] || COMPREPLY+=(\"$word\")\n"
    "		done <<<\"$words\"\n"
    "	else\n"
    "		compopt -o default 2>/dev/null\n"
    "	fi\n"
    "}\n"
    "complete -F _nbr nbr";

/* In site-functions, or read by .zshrc. */
static const char zsh[] =
    "#compdef nbr -P nbr-*\n"
    "# zsh: the programs say themselves what may follow.\n"
    "_nbr() {\n"
    "	local out line\n"
    "	local -a found shown\n"
    "	if ! out=$(nbr --complete \"${(@Q)words[1,CURRENT-1]}\" \"$PREFIX\" 2>/dev/null); then\n"
    "		compset -P '--[a-z-]#='\n"
    "		_files\n"
    "		return\n"
    "	fi\n"
    "	for line in ${(f)out}; do\n"
    "		found+=(\"${line%%$'\\t'*}\")\n"
    "		shown+=(\"${(r:24:)found[-1]} ${line#*$'\\t'}\")\n"
    "	done\n"
    "	compadd -l -d shown -a found\n"
    "}\n"
    "if [[ ${funcstack[1]} == _nbr ]]; then\n"
    "	_nbr \"$@\"\n"
    "else\n"
    "	compdef _nbr nbr -P 'nbr-*'\n"
    "fi\n";

static const char fish[] =
    "# fish: the programs say themselves what may follow.\n"
    "function _nbr\n"
    "	nbr --complete (commandline -opc) (commandline -ct) 2>/dev/null\n"
    "	and return\n"
    "	set -l lead (string match -r -- '^--[a-z-]+=' (commandline -ct))\n"
    "	__fish_complete_path (string replace -r -- '^--[a-z-]+=' '' (commandline -ct)) | string replace -r '^' -- \"$lead\"\n"
    "end\n"
    "complete -f -a '(_nbr)' -c nbr";

int
completion_print(const char *shell, const struct commands *all)
{
	static const struct {
		const char	*shell, *script, *before;	/* of each program's name */
	} known[] = { { "bash", bash, " " }, { "zsh", zsh, NULL }, { "fish", fish, " -c " } };
	size_t i = 0, n = sizeof(known) / sizeof(known[0]);

	while (i < n && strcmp(shell, known[i].shell) != 0)
		i++;
	if (i == n)
		return -1;
	fputs(known[i].script, stdout);
	if (known[i].before == NULL)
		return 0;
	for (size_t j = 0; j < all->count; j++)
		printf("%s%s", known[i].before, all->at[j].name);
	printf("\n");
	return 0;
}
