# fish completion for kling

function __kling_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    set -l lines (command kling __complete (count $words) $words "$current" 2>/dev/null)
    set -l kind $lines[1]
    set -e lines[1]
    for line in $lines
        echo $line
    end

    # A path may stand behind --flag=
    set -l flag (string match -r -- '^--[^=]*=' "$current")
    set -l path (string replace -r -- '^--[^=]*=' '' "$current")
    switch "$kind"
        case files
            for found in (__fish_complete_path $path)
                echo "$flag$found"
            end
        case folders
            for found in (__fish_complete_directories $path)
                echo "$flag$found"
            end
    end
end

for program in kling kling-cli
    complete -c $program -e
    complete -c $program -f -k -a '(__kling_complete)'
end
