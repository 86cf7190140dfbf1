#compdef kling kling-cli
# zsh completion for kling

_kling() {
  local -a lines candidates
  local line value kind
  lines=("${(@f)$(command kling __complete $((CURRENT - 2)) "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  kind=$lines[1]
  shift lines
  for line in $lines; do
    value=${${line%%$'\t'*}//:/\\:}
    [[ $line == *$'\t'* ]] && value+=":${line#*$'\t'}"
    candidates+=("$value")
  done

  local found=1
  (( $#candidates )) && _describe -V kling candidates && found=0
  if [[ $kind == (files|folders) ]]; then
    compset -P '--*='
    if [[ $kind == files ]]; then _files && found=0; else _files -/ && found=0; fi
  fi
  return found
}

if [[ $funcstack[1] == _kling ]]; then
  # Found on fpath: this file is the function.
  _kling "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
  compdef _kling kling kling-cli
fi
