// Messages of a bank as banks write them: statuses (pain.002.001.10) and bookings (camt.053, camt.054, the older and the newer versions).

/** Of a file of payments: its status as a whole (null says nothing), and of single payments [EndToEndId, status, amount]. */
export function statusReport(
  messageId: string,
  groupStatus: string | null,
  payments: readonly (readonly [endToEndId: string, status: string, amount: string | null])[],
): string {
  const rows = payments.map(
    ([endToEndId, status, amount]) => `
      <TxInfAndSts>
        <OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId>
        <TxSts>${status}</TxSts>
        ${status === 'RJCT' ? '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>The account is closed.</AddtlInf></StsRsnInf>' : ''}
        <AcctSvcrRef>BANK-${endToEndId}</AcctSvcrRef>
        ${amount === null ? '' : `<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">${amount}</InstdAmt></Amt></OrgnlTxRef>`}
      </TxInfAndSts>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">
  <CstmrPmtStsRpt>
    <GrpHdr><MsgId>REPORT-${messageId}</MsgId><CreDtTm>2026-09-25T12:00:00Z</CreDtTm></GrpHdr>
    <OrgnlGrpInfAndSts>
      <OrgnlMsgId>${messageId}</OrgnlMsgId>
      <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
      ${groupStatus === null ? '' : `<GrpSts>${groupStatus}</GrpSts>`}
    </OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts>
      <OrgnlPmtInfId>${messageId}</OrgnlPmtInfId>${rows.join('')}
    </OrgnlPmtInfAndSts>
  </CstmrPmtStsRpt>
</Document>
`;
}

/** Bookings on the operator's account: [EndToEndId, CRDT or DBIT, amount, more of the details]; `version` such as camt.053.001.08. */
export function bookedOnAccount(
  version: string,
  entries: readonly (readonly [endToEndId: string | null, direction: string, amount: string, more?: string])[],
): string {
  const [root, account] = version.startsWith('camt.053')
    ? ['BkToCstmrStmt', 'Stmt']
    : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'];
  const isOld = version.endsWith('.02');
  const rows = entries.map(
    ([endToEndId, direction, amount, more = ''], at) => `
      <Ntry>
        <Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>
        <Sts>${isOld ? 'BOOK' : '<Cd>BOOK</Cd>'}</Sts>
        <AcctSvcrRef>BANK-${at}</AcctSvcrRef>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>${endToEndId ?? 'NOTPROVIDED'}</EndToEndId></Refs>
          ${isOld ? `<AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls>` : `<Amt Ccy="EUR">${amount}</Amt>`}${more}
        </TxDtls></NtryDtls>
      </Ntry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}">
  <${root}><GrpHdr><MsgId>BOOKED-1</MsgId></GrpHdr>
    <${account}><Id>1</Id><Acct><Id><IBAN>DE75512108001245126199</IBAN></Id></Acct><Bal></Bal>${rows.join('')}
    </${account}>
  </${root}>
</Document>
`;
}
