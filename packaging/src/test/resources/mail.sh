# Lets the packaged crashmail deliver by a mail system of Debian: mail.sh postfix, opensmtpd or dma, in a network of its
# own. Below the name of each delivery: how many mails came, how many alerts are kept, and what the mails and the log say.
export LC_ALL=C.UTF-8 TMPDIR=/tmp
host=vm.example.org

# await COMMAND...: until it succeeds
await() {
    left=1200
    until "$@" >/dev/null 2>&1 || [ $((left -= 1)) -eq 0 ]; do sleep 0.5; done
    [ "$left" -gt 0 ] ||
        echo "in vain: $*" >&2
}
mails() { cat /home/bob/Maildir/new/* /var/mail/bob 2>/dev/null | grep -c "^Process $1 in group" || :; }
arrived() { [ "$(mails "$1")" -gt 0 ]; }
says() { grep -q "$2" "/t/$1.log"; }
refused() { says "$1" 'not delivered'; }
# a mail comes before it is known that it was taken
taken() { says "$1" 'queued:' && [ "$(waiting "$1")" = 0 ]; }
delivered() { arrived "$1" && taken "$1"; }
waiting() { find "/t/state/$1" -name '*.alert' | wc -l; }

# crash NAME RECIPIENTS UNTIL [OPTION...]: a crashmail is told of the exit of a program of this name, and lives until the
# function of that name is true
crash() {
    name=$1 recipients=$2 until=$3
    shift 3
    event="processname:$name groupname:$name from_state:RUNNING expected:0 pid:1"
    {
        printf 'ver:3.0 server:supervisor serial:1 pool:c poolserial:1 eventname:PROCESS_STATE_EXITED len:%s\n%s' \
            "${#event}" "$event"
        await "$until" "$name"
    } | SUPERVISOR_SERVER_URL=unix:///var/run/supervisor.sock SUPERVISOR_PROCESS_NAME=c SUPERVISOR_GROUP_NAME=c SMTP_PASSWORD=secret \
        SUPERLANCE_JAVA_OPTS="-Djavax.net.ssl.trustStore=/t/trust.p12 -Djavax.net.ssl.trustStorePassword=secret" \
        crashmail --state-dir "/t/state/$name" -m "$recipients" "$@" >/dev/null 2>"/t/$name.log"
}

# result NAME PATTERN: what matches in the mail and in the log
result() {
    echo "## $1"
    echo "$(mails "$1") mails, $(waiting "$1") kept"
    grep -l "^Process $1 in group" /home/bob/Maildir/new/* 2>/dev/null |
        xargs -r sed -n 's/.* with \(E*SMTP[SA]*\) .*/\1/p; s/.*(Authenticated sender: \(.*\)).*/\1/p; s/^From: /from /p'
    grep -Eo "$2" "/t/$1.log" | sort -u || :
}

make_certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$host" \
        -addext "subjectAltName=DNS:$host" -keyout /t/key.pem -out /t/cert.pem 2>/dev/null
    keytool -importcert -noprompt -alias t -file /t/cert.pem -keystore /t/trust.p12 -storepass secret \
        -storetype PKCS12 2>/dev/null
}

start_postfix() {
    cat >/etc/postfix/main.cf <<EOF
compatibility_level = 3.6
myhostname = mx.example.org
mydestination = example.org
inet_protocols = ipv4
mynetworks =
smtpd_helo_required = yes
smtpd_helo_restrictions = reject_non_fqdn_helo_hostname
smtpd_sender_restrictions = reject_non_fqdn_sender
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_cert_file = /t/cert.pem
smtpd_tls_key_file = /t/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_authenticated_header = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_mechanism_filter = plain, login
local_recipient_maps = proxy:unix:passwd.byname
home_mailbox = Maildir/
maillog_file = /t/postfix.log
maillog_file_prefixes = /t
EOF
    cat >>/etc/postfix/master.cf <<EOF
smtps inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
submission inet n - n - - smtpd -o smtpd_sasl_mechanism_filter=cram-md5
EOF
    echo 'tim:{PLAIN}secret' >/t/users
    cat >/etc/dovecot/dovecot.conf <<EOF
protocols =
ssl = no
log_path = /t/dovecot.log
auth_mechanisms = plain login cram-md5
passdb {
  driver = passwd-file
  args = scheme=plain /t/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/tmp
}
service auth {
  unix_listener /var/spool/postfix/private/auth {
    mode = 0666
  }
}
EOF
    dovecot
    postfix start >/dev/null 2>&1
}

by_postfix() {
    make_certificate &
    start_postfix
    wait
    bob=bob@example.org
    crash plain $bob delivered --smtpHost $host &
    crash starttls $bob delivered --smtpHost $host --tls &
    crash implicit $bob delivered --smtpHost $host --tls-mode implicit &
    crash login $bob delivered --smtpHost $host --tls --userName tim &
    crash cram $bob delivered --smtpHost $host:587 --tls --userName tim &
    crash nologin $bob refused --smtpHost $host --userName tim &
    crash helo $bob refused --smtpHost $host --helo vm &
    crash msmtp $bob,nosuch@example.org refused \
        -s "msmtp --host=$host --port=25 --domain=$host --from=a@example.net -t" &
    crash sendmail $bob delivered &
    wait
    await arrived msmtp
    for name in plain starttls implicit login cram sendmail; do result $name 'not delivered.*'; done
    result nologin 'offers no login, so nothing is sent'
    result helo 'refused the name of this machine: 504'
    result msmtp 'not for nosuch@example.org'
    echo '## methods'
    sed -n 's/.*sasl_method=\([^ ,]*\).*/\1/p' /t/postfix.log | sort
}

start_smtpd() {
    smtpd -d >>/t/smtpd.log 2>&1 &
    smtpd=$!
    await smtpctl show stats
}

by_opensmtpd() {
    # it makes its queue when it starts
    start_smtpd
    kill "$smtpd"
    wait "$smtpd" || :
    crash down bob@$host taken
    result down 'not delivered.*'
    start_smtpd
    await arrived down
    crash unknown bob@$host,nosuch@$host refused
    await arrived unknown
    result unknown 'not for nosuch.*status [0-9]*'
    # no copy is to come: the listener ended with nothing waiting
    echo "## up"
    mails down
}

by_dma() {
    echo $host >/etc/mailname
    crash unknown bob@$host,nosuch@$host refused
    await arrived unknown
    result unknown 'not for nosuch.*status [0-9]*'
}

dpkg -x /files/*.deb /
hostname vm
: >/etc/resolv.conf
printf '127.0.0.1 localhost\n127.0.0.1 %s vm\n' $host >/etc/hosts
# the loopback interface: there is no ip
python3 -c 'import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x49))'
mkdir -m 755 /t /t/state
useradd -m bob
supervisord -c /etc/supervisor/supervisord.conf
await supervisorctl pid
"by_$1"
