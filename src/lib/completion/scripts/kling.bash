# bash completion for kling; bash 3.2 and later

_kling() {
  # bash cuts words at = and :, as in --mode=pro and 16:9. What stands without a gap belongs together.
  local rest=${COMP_LINE:0:COMP_POINT} gap word i
  local words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    gap=${rest%%[![:space:]]*}
    rest=${rest#"$gap"}
    word=$rest
    if ((i < COMP_CWORD)); then word=${COMP_WORDS[i]}; fi
    if ((i == 0)) || [[ -n $gap ]]; then
      words+=("$word")
    else
      words[${#words[@]} - 1]+=$word
    fi
    rest=${rest#"$word"}
  done

  # Only what stands behind the last cut is replaced.
  local current=${words[${#words[@]} - 1]} cuts= before=
  [[ $COMP_WORDBREAKS == *=* ]] && cuts+='='
  [[ $COMP_WORDBREAKS == *:* ]] && cuts+=':'
  [[ -n $cuts && $current == *["$cuts"]* ]] && before=${current%"${current##*["$cuts"]}"}

  local kind= value description
  COMPREPLY=()
  while IFS=$'\t' read -r value description; do
    if [[ -z $kind ]]; then
      kind=$value
    elif [[ $COMP_TYPE == 63 && -n $description ]]; then
      # The second Tab only lists: there is room to say what each one is.
      COMPREPLY+=("${value#"$before"} -- $description")
    else
      COMPREPLY+=("${value#"$before"}")
    fi
  done < <(command kling __complete "$((${#words[@]} - 2))" "${words[@]:1}" 2>/dev/null)

  case $kind in
    files) compopt -o default 2>/dev/null || COMPREPLY+=($(compgen -f -- "${current#"$before"}")) ;;
    folders) compopt -o dirnames 2>/dev/null || COMPREPLY+=($(compgen -d -- "${current#"$before"}")) ;;
  esac
}

complete -o nosort -F _kling kling kling-cli 2>/dev/null || complete -F _kling kling kling-cli
