# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_strict_review_global_optspecs
    string join \n upstream= new plain config= out= evidence= session= reviewer= theme= glyphs= no-mouse runbook= sandbox= h/help V/version
end

function __fish_strict_review_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_strict_review_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_strict_review_using_subcommand
    set -l cmd (__fish_strict_review_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c strict-review -n "__fish_strict_review_needs_command" -l upstream -d 'The upstream document the handoff\'s fingerprint names; it is compared with the handoff and can be opened in a review. If a runbook has several, write the fingerprint field of each in front: FIELD=FILE' -r -F
complete -c strict-review -n "__fish_strict_review_needs_command" -l config -d 'Configuration file; /dev/null means none [env: STRICT_REVIEW_CONFIG] [default: `strict-review/config.toml` in the platform\'s configuration folder]' -r -F
complete -c strict-review -n "__fish_strict_review_needs_command" -l out -d 'Folder for the exported packet; created if missing [env: STRICT_REVIEW_OUT] [default: the folder you are in]' -r -F
complete -c strict-review -n "__fish_strict_review_needs_command" -l evidence -d 'Folder of evidence files. A reference that names a file in it (up to its first `#`) opens in the console, and can be confirmed only after it was opened [env: STRICT_REVIEW_EVIDENCE]' -r -F
complete -c strict-review -n "__fish_strict_review_needs_command" -l session -d 'Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform\'s state folder]' -r -F
complete -c strict-review -n "__fish_strict_review_needs_command" -l reviewer -d 'A label for the reviewer in the record; it does not authenticate anyone [env: STRICT_REVIEW_REVIEWER]' -r
complete -c strict-review -n "__fish_strict_review_needs_command" -l theme -d 'Colours; `auto` follows the terminal. Overrides NO_COLOR if set [env: STRICT_REVIEW_THEME]' -r -f -a "auto\t'The terminal\'s own colours, adapted to its background'
dark\t'For dark terminals'
light\t'For light terminals'
high-contrast\t'White on black, nothing dim'
mono\t'No colours: bold, underlined and reversed text'"
complete -c strict-review -n "__fish_strict_review_needs_command" -l glyphs -d 'Symbols; `auto` follows the locale [env: STRICT_REVIEW_GLYPHS]' -r -f -a "auto\t'ASCII on the Linux console, or if the locale is not UTF-8'
unicode\t'Unicode box drawing, arrows and marks'
ascii\t'ASCII only'"
complete -c strict-review -n "__fish_strict_review_needs_command" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_needs_command" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_needs_command" -l new -d 'Start a new review even if an unfinished session of this handoff exists'
complete -c strict-review -n "__fish_strict_review_needs_command" -l plain -d 'Review line by line with numbered prompts: for screen readers, scripts and piped input; the default if TERM=dumb. With piped input, three refused lines in a row end the review with exit code 2'
complete -c strict-review -n "__fish_strict_review_needs_command" -l no-mouse -d 'Leave the mouse to the terminal; `false` in the environment [env: STRICT_REVIEW_MOUSE]'
complete -c strict-review -n "__fish_strict_review_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_needs_command" -s V -l version -d 'Print version'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "review" -d 'Open the console on a handoff, or on the embedded practice sample'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "check" -d 'Check handoffs: list every finding and the status of each'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "plan" -d 'Print the plan document of a request'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "verify" -d 'Verify a plan document: its bytes, its flags and its result'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "replay" -d 'Rebuild the export of a closed review from its journal, byte for byte'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "diff" -d 'Compare two handoffs or two exports, item by item'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "policy" -d 'Print the policy: what the runbook requires and keeps blocked'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "page" -d 'Print the runbook as a web page, as `serve` serves it'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "explain" -d 'Explain a status, rule, decision or flag'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "schema" -d 'Print the JSON Schema of an input or output format'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "sessions" -d 'List, show or remove review sessions'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "serve" -d 'Serve policy, plan and page on loopback only'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "config" -d 'Show the settings in use and their sources, or print an example configuration file'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "completions" -d 'Print a completion script for a shell'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "man" -d 'Print the manual page'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "doctor" -d 'Show the sandbox, folders and terminal; with `--prove`, test the sandbox'
complete -c strict-review -n "__fish_strict_review_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l upstream -d 'The upstream document the handoff\'s fingerprint names; it is compared with the handoff and can be opened in a review. If a runbook has several, write the fingerprint field of each in front: FIELD=FILE' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l config -d 'Configuration file; /dev/null means none [env: STRICT_REVIEW_CONFIG] [default: `strict-review/config.toml` in the platform\'s configuration folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l out -d 'Folder for the exported packet; created if missing [env: STRICT_REVIEW_OUT] [default: the folder you are in]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l evidence -d 'Folder of evidence files. A reference that names a file in it (up to its first `#`) opens in the console, and can be confirmed only after it was opened [env: STRICT_REVIEW_EVIDENCE]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l session -d 'Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform\'s state folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l reviewer -d 'A label for the reviewer in the record; it does not authenticate anyone [env: STRICT_REVIEW_REVIEWER]' -r
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l theme -d 'Colours; `auto` follows the terminal. Overrides NO_COLOR if set [env: STRICT_REVIEW_THEME]' -r -f -a "auto\t'The terminal\'s own colours, adapted to its background'
dark\t'For dark terminals'
light\t'For light terminals'
high-contrast\t'White on black, nothing dim'
mono\t'No colours: bold, underlined and reversed text'"
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l glyphs -d 'Symbols; `auto` follows the locale [env: STRICT_REVIEW_GLYPHS]' -r -f -a "auto\t'ASCII on the Linux console, or if the locale is not UTF-8'
unicode\t'Unicode box drawing, arrows and marks'
ascii\t'ASCII only'"
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l new -d 'Start a new review even if an unfinished session of this handoff exists'
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l plain -d 'Review line by line with numbered prompts: for screen readers, scripts and piped input; the default if TERM=dumb. With piped input, three refused lines in a row end the review with exit code 2'
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -l no-mouse -d 'Leave the mouse to the terminal; `false` in the environment [env: STRICT_REVIEW_MOUSE]'
complete -c strict-review -n "__fish_strict_review_using_subcommand review" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -l fail-on -d 'Which results make the exit code a failure. An unreadable file always does' -r -f -a "not-ready\t'Not ready (exit code 1) or not usable (2)'
unusable\t'Not usable (2); not ready is a result like any other'
never\t'None: the exit code is 0 if every document could be read'"
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -l evidence -d 'Folder of evidence files: report whether each reference names a file in it, or nearly does. Changes no status' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -l upstream -d 'The upstream document the handoff\'s fingerprint names; it is compared with the handoff and can be opened in a review. If a runbook has several, write the fingerprint field of each in front: FIELD=FILE' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -l format -d 'Output format: text, JSON, or JUnit XML for a build server' -r -f -a "text\t'A person'
json\t'A program'
junit\t'A build server'"
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -l ndjson -d 'Each file holds one handoff or request per line; results are printed one per line, as they are found. An invalid line is a result like any other'
complete -c strict-review -n "__fish_strict_review_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand plan" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand plan" -l upstream -d 'The upstream document the handoff\'s fingerprint names; it is compared with the handoff and can be opened in a review. If a runbook has several, write the fingerprint field of each in front: FIELD=FILE' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand plan" -l format -d 'Output format: JSON (the default) or text; an explicit `json` prints errors as JSON too' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand plan" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l handoff -d 'The reviewed handoff, or the request: check that the document follows from it' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l upstream -d 'The upstream document the handoff\'s fingerprint names; it is compared with the handoff and can be opened in a review. If a runbook has several, write the fingerprint field of each in front: FIELD=FILE' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l evidence -d 'Folder of evidence files: check that each still has the bytes that were opened' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l journal -d 'The journal of the session: check that it gives this export' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l fingerprint -d 'The fingerprint you noted, `sha256:` and 64 hex digits; a packet with another one is tampered with' -r
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l runbook-fingerprint -d 'The runbook fingerprint you noted; a packet made with another runbook is stale' -r
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l format -d 'Output format: text, JSON, or JUnit XML for a build server' -r -f -a "text\t'A person'
json\t'A program'
junit\t'A build server'"
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l require-review -d 'Not ready unless it records a review'
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l require-journal -d 'Not ready unless its journal was checked'
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -l require-evidence -d 'Not ready unless the evidence file of every reference was checked'
complete -c strict-review -n "__fish_strict_review_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand replay" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand replay" -l format -d 'Output format: JSON (the default) or text; an explicit `json` prints errors as JSON too' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand diff" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand diff" -l format -d 'Output format: text or JSON' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand diff" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand policy" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand policy" -l format -d 'Output format: JSON (the default) or text' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand policy" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand page" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand page" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand page" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand explain" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand explain" -l format -d 'Output format: text or JSON' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand explain" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand schema" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand schema" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -l config -d 'Configuration file that may set the session folder [env: STRICT_REVIEW_CONFIG]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -l session -d 'Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform\'s state folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -l format -d 'Output format: text or JSON' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -f -a "list" -d 'List every session, newest first'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -f -a "show" -d 'Show the events of one session'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -f -a "remove" -d 'Remove a finished session; an unfinished one only with --unfinished'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and not __fish_seen_subcommand_from list show remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from list" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from list" -l config -d 'Configuration file that may set the session folder [env: STRICT_REVIEW_CONFIG]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from list" -l session -d 'Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform\'s state folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from list" -l format -d 'Output format: text or JSON' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from show" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from show" -l config -d 'Configuration file that may set the session folder [env: STRICT_REVIEW_CONFIG]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from show" -l session -d 'Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform\'s state folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from show" -l format -d 'Output format: text or JSON' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from remove" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from remove" -l config -d 'Configuration file that may set the session folder [env: STRICT_REVIEW_CONFIG]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from remove" -l session -d 'Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform\'s state folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from remove" -l format -d 'Output format: text or JSON' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from remove" -l unfinished -d 'Remove it even if its review is not closed'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from help" -f -a "list" -d 'List every session, newest first'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the events of one session'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a finished session; an unfinished one only with --unfinished'
complete -c strict-review -n "__fish_strict_review_using_subcommand sessions; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c strict-review -n "__fish_strict_review_using_subcommand serve" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand serve" -l port -d 'Port on both loopback addresses; 0 lets the system choose' -r
complete -c strict-review -n "__fish_strict_review_using_subcommand serve" -l runbook -d 'A runbook to use instead of the embedded one' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l config -d 'Configuration file; /dev/null means none [env: STRICT_REVIEW_CONFIG] [default: `strict-review/config.toml` in the platform\'s configuration folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l out -d 'Folder for the exported packet; created if missing [env: STRICT_REVIEW_OUT] [default: the folder you are in]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l evidence -d 'Folder of evidence files. A reference that names a file in it (up to its first `#`) opens in the console, and can be confirmed only after it was opened [env: STRICT_REVIEW_EVIDENCE]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l session -d 'Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform\'s state folder]' -r -F
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l reviewer -d 'A label for the reviewer in the record; it does not authenticate anyone [env: STRICT_REVIEW_REVIEWER]' -r
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l theme -d 'Colours; `auto` follows the terminal. Overrides NO_COLOR if set [env: STRICT_REVIEW_THEME]' -r -f -a "auto\t'The terminal\'s own colours, adapted to its background'
dark\t'For dark terminals'
light\t'For light terminals'
high-contrast\t'White on black, nothing dim'
mono\t'No colours: bold, underlined and reversed text'"
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l glyphs -d 'Symbols; `auto` follows the locale [env: STRICT_REVIEW_GLYPHS]' -r -f -a "auto\t'ASCII on the Linux console, or if the locale is not UTF-8'
unicode\t'Unicode box drawing, arrows and marks'
ascii\t'ASCII only'"
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l format -d 'Output format: text or JSON' -r -f -a "text\t'A person'
json\t'A program'"
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l show -d 'Show every setting in use and its source (the default)'
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l example -d 'Print a complete configuration file with explanations and every default'
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -l no-mouse -d 'Leave the mouse to the terminal; `false` in the environment [env: STRICT_REVIEW_MOUSE]'
complete -c strict-review -n "__fish_strict_review_using_subcommand config" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand completions" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand man" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand doctor" -l sandbox -d 'Sandbox: deny this process the network, other programs and other files before it reads anything' -r -f -a "auto\t'As far as the system supports it'
require\t'In full; exit code 5 if the system does not support it'
off\t'None'"
complete -c strict-review -n "__fish_strict_review_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "review" -d 'Open the console on a handoff, or on the embedded practice sample'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "check" -d 'Check handoffs: list every finding and the status of each'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "plan" -d 'Print the plan document of a request'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "verify" -d 'Verify a plan document: its bytes, its flags and its result'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "replay" -d 'Rebuild the export of a closed review from its journal, byte for byte'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "diff" -d 'Compare two handoffs or two exports, item by item'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "policy" -d 'Print the policy: what the runbook requires and keeps blocked'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "page" -d 'Print the runbook as a web page, as `serve` serves it'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "explain" -d 'Explain a status, rule, decision or flag'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "schema" -d 'Print the JSON Schema of an input or output format'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "sessions" -d 'List, show or remove review sessions'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "serve" -d 'Serve policy, plan and page on loopback only'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "config" -d 'Show the settings in use and their sources, or print an example configuration file'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "man" -d 'Print the manual page'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "doctor" -d 'Show the sandbox, folders and terminal; with `--prove`, test the sandbox'
complete -c strict-review -n "__fish_strict_review_using_subcommand help; and not __fish_seen_subcommand_from review check plan verify replay diff policy page explain schema sessions serve config completions man doctor help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
