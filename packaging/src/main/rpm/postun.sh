# not at an upgrade
[ "$1" -eq 0 ] || exit 0
rm -rf /var/cache/superlance
@stop-listeners@
end_listeners
