#include "completion.h"

#include <stddef.h>
#include <string.h>

/* Words of a help: the verbs, two blanks in; the long options. */
#define WORDS \
    "_nbr_words() {\n" \
    "	NBR_LANG=en \"$@\" --help 2>/dev/null | sed -n \\\n" \
    "	    -e '/^Verbs:/,/^$/s/^  \\([a-z][a-z-]*\\) .*/\\1/p' \\\n" \
    "	    -e 's/^  *\\(-[A-Za-z], \\)\\{0,1\\}\\(--[a-z-]*\\).*/\\2/p'\n" \
    "}\n"

/* The programs are "nbr COMMAND" and "nbr-COMMAND": nbr lists what it runs. */
static const char bash[] =
    WORDS
    "_nbr() {\n"
    "	local cur=${COMP_WORDS[COMP_CWORD]} run=(\"${COMP_WORDS[0]}\") w\n"
    "	for w in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
    "		case $w in -*) ;; *) ((${#run[@]} < 3)) && run+=(\"$w\") ;; esac\n"
    "	done\n"
    "	mapfile -t COMPREPLY < <(compgen -W \"$(_nbr_words \"${run[@]}\")\" -- \"$cur\")\n"
    "}\n"
    "complete -o default -F _nbr nbr $(nbr help -H -F tsv -C program)\n";

static const char zsh[] =
    WORDS
    "_nbr() {\n"
    "	local -a run=(${words[1]} ${${(@)words[2,CURRENT-1]}:#-*})\n"
    "	compadd -- $(_nbr_words ${run[1,3]}) || _files\n"
    "}\n"
    "compdef _nbr nbr $(nbr help -H -F tsv -C program)\n";

static const char fish[] =
    "function _nbr_words\n"
    "	set -l run (commandline -opc | string match -rv '^-')[1..3]\n"
    "	NBR_LANG=en $run --help 2>/dev/null | sed -n \\\n"
    "	    -e '/^Verbs:/,/^$/s/^  \\([a-z][a-z-]*\\) .*/\\1/p' \\\n"
    "	    -e 's/^  *\\(-[A-Za-z], \\)\\{0,1\\}\\(--[a-z-]*\\).*/\\2/p'\n"
    "end\n"
    "for p in nbr (nbr help -H -F tsv -C program)\n"
    "	complete -c $p -a '(_nbr_words)'\n"
    "end\n";

const char *
completion_script(const char *shell)
{
	static const struct {
		const char	*shell, *script;
	} known[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(shell, known[i].shell) == 0)
			return known[i].script;
	return NULL;
}
