"""Words that tell two bodies apart however alike their names are: places, directions, numbers, whom they serve.

The list of places is not, and need not be, complete: a place that it lacks is only not known to be one.
"""

from __future__ import annotations

import re

_PLACES = """
    aberdeen aberdeenshire abingdon accrington acton albania alnwick altrincham america amersham andover
    anglesey angus antrim arbroath ardwick argyll armagh arundel ascot ashfield ashford ashton aston atherton
    australia avon aylesbury ayr ayrshire bacup balham banbury banff bangor barking barnes barnet barnsley
    barnstaple barrhead barrow barry basildon basingstoke bassetlaw bath bathgate batley battersea bebington
    beccles bedford bedfordshire bedlington bedworth beeston belfast belper bentley berkhamsted berkshire
    bermondsey berwick bethnal beverley bexhill bexley bicester biddulph bideford biggleswade billericay
    billingham birkenhead birmingham blaby blackburn blackley blackpool blackwell blaydon bletchley blyth
    bodmin bognor bolsover bolton bootle borders boston bourne bournemouth bovey bow boxford bracknell
    bradford braintree bramley brecon brent brentford brentwood bridgend bridgnorth bridgwater bridlington
    bridport brighouse brighton bristol britain british brixton broadstairs bromley bromsgrove broxbourne
    broxtowe buckingham buckinghamshire bude burnley burslem burton bury bushey buxton caerphilly caithness
    calderdale camberley camberwell camborne cambridge cambridgeshire camden canada canning cannock canterbury
    canvey cardiff cardigan carlisle carlow carmarthen carmarthenshire carrick castleford caterham catford
    ceredigion chadderton charnwood chatham cheadle cheetham chelmsford chelsea cheltenham chepstow chertsey
    chesham cheshire cheshunt chester chesterfield chesterton chichester chippenham chiswick chorley chorlton
    cirencester clackmannan clacton clapham cleethorpes cleveland clifton clitheroe clydebank clydeside
    coalville coatbridge colchester coleraine colne colwyn congleton conwy copeland corby cornwall cotswold
    coventry cowes cramlington craven crawley crewe cromer crosby crowborough croydon crumpsall cumbernauld
    cumbria cwmbran cymru dacorum dagenham darlington dartford dartmoor dartmouth darwen daventry deal dearne
    denbigh denbighshire denton deptford derby derbyshire dereham derry derwent devizes devon dewsbury didcot
    didsbury dingwall diss dorchester dorking dorset dover down droitwich dronfield droylsden dudley dulwich
    dumbarton dumfries dunbar dundalk dundee dunfermline dunoon dunstable durham dursley ealing eastbourne
    eastleigh eccles edgbaston edgware edinburgh edmonton egham elgin elland ellesmere elmbridge ely enfield
    england english epping epsom erdington erewash erith essex eton europe european evesham exeter exmoor
    exmouth fakenham falkirk falmouth fareham farnborough farnham farnworth faversham felixstowe feltham
    fenland fermanagh fife filey finchley flint flintshire folkestone forfar france fulham fylde gainsborough
    galashiels galloway gateshead gedling germany gillingham glamorgan glasgow glastonbury glossop gloucester
    gloucestershire goole gorton gosport gower grampian grantham gravesend grays greenock greenwich grimsby
    guernsey guildford guisborough gwent gwynedd hackney haddington hale halesowen halesworth halifax halton
    hamilton hammersmith hampshire hampstead haringey harlow harpenden harpurhey harrogate harrow hartlepool
    harwich haslemere hastings hatfield havant haverfordwest haverhill havering hawick haywards headingley
    heathrow hebden hebrides helston hemel hendon henley hereford herefordshire herne hertford hertfordshire
    hertsmere hexham heysham heywood highbury highgate highland highlands hillingdon hinckley hitchin
    hoddesdon holborn holyhead honiton horley horncastle hornchurch hornsey horsham houghton hounslow hove
    hoxton hucknall huddersfield hull hulme humber humberside hungerford huntingdon huntingdonshire hyde
    hyndburn hythe ilford ilfracombe ilkeston ilkley india international inverclyde inverness ipswich ireland
    irish irvine islay islington jarrow jersey keighley kempston kendal kenilworth kennington kensington kent
    keswick kettering keynes kidderminster kidlington kilburn kilmarnock kingston kingswood kirkby kirkcaldy
    kirklees knaresborough knowsley knutsford lambeth lanark lanarkshire lancashire lancaster larne launceston
    leamington leatherhead ledbury leeds leek leicester leicestershire leigh leighton leith lerwick letchworth
    levenshulme lewes lewisham leyland leyton leytonstone lichfield limerick lincoln lincolnshire lisburn
    liskeard litherland littleborough littlehampton liverpool livingston llandudno llanelli local lochaber
    london londonderry longsight loughborough louth lowestoft ludlow luton lymington lytham macclesfield
    maidenhead maidstone maldon malmesbury malton malvern man manchester mansfield margate marlborough marlow
    marple matlock medway melksham melton mendip merseyside merthyr merton middlesbrough middlesex middleton
    midhurst midlands midlothian milford milton minehead mole monmouth monmouthshire moray morecambe moreton
    morley morpeth motherwell musselburgh nantwich national neath nelson newark newbury newcastle newham
    newhaven newmarket newport newquay newry newton newtownabbey nithsdale norfolk normanton northallerton
    northampton northamptonshire northumberland northumbria northwich norwich nottingham nottinghamshire
    nuneaton oadby oldbury oldham ongar openshaw orkney ormskirk orpington ossett oswestry otley oxford
    oxfordshire paddington padiham paignton paisley peckham pembroke pembrokeshire pendle penge penistone
    penrith penwith penzance perth perthshire peterborough peterhead peterlee petersfield pinner plaistow
    plymouth polish pontefract pontypool pontypridd poole poplar portadown porthcawl portishead portsea
    portsmouth potteries powys prescot prestatyn preston prestwich prestwick pudsey purley putney radcliffe
    radstock rainham ramsbottom ramsey ramsgate rayleigh reading redbridge redcar redditch redhill redruth
    reigate renfrew renfrewshire retford rhondda rhyl ribble richmond rickmansworth ringwood ripley ripon
    rochdale rochester rochford romford romney romsey rossendale rother rotherham rothwell rugby rugeley
    runcorn runnymede rushcliffe rushden rushmoor rusholme rutland ryde rye ryedale sale salford salisbury
    saltash saltburn sandbach sandwell sandwich saxmundham scarborough scilly scotland scottish scunthorpe
    seaford seaham sedgefield sedgemoor sefton selby selkirk sevenoaks shaftesbury shaw sheerness sheffield
    shepton shepway sherborne sherwood shetland shipley shoreditch shoreham shrewsbury shropshire sidcup
    sidmouth sittingbourne skegness skelmersdale skipton skye sleaford slough smethwick solihull somali
    somerset southall southampton southend southport southwark southwell spain spalding spelthorne spennymoor
    stafford staffordshire staines stalybridge stamford stanley stevenage stirling stirlingshire stockport
    stockton stoke stourbridge stourport stowmarket strabane stranraer stratford strathclyde streatham
    stretford stroud sudbury suffolk sunderland surbiton surrey sussex sutton swadlincote swale swanage
    swansea swindon swinton tameside tamworth taunton tavistock tayside teesdale teesside teignbridge telford
    tendring tewkesbury thame thameside thamesmead thanet thatcham thetford thirsk thornaby thurrock tipton
    tiverton todmorden tonbridge tooting torbay torfaen torquay torridge totnes tottenham totton towcester
    trafford tredegar trowbridge truro tunbridge twickenham tyne tyneside tyrone tyrrell uckfield uk ukraine
    ulster ulverston urmston uttlesford uxbridge vauxhall wakefield walberswick wales wallasey wallingford
    wallsend walsall waltham walthamstow walton walworth wandsworth wansbeck wantage wapping wardle ware
    warminster warrington warwick warwickshire washington watford waverley wealden weaver wellingborough
    wellington welsh welwyn wembley westminster weston wetherby weybridge weymouth whitby whitchurch
    whitechapel whitefield whitehaven whitley whitstable wickford wickham widnes wigan wigton wilmslow
    wiltshire wimbledon wimborne winchester windermere windsor winsford wirral wisbech witham withernsea
    withington witney wivenhoe woking wokingham wolverhampton wolverton woodbridge woodstock woolwich wootton
    worcester worcestershire workington worksop worsley worthing wrexham wychavon wycombe wyre wythenshawe
    yarmouth yate yeovil york yorkshire
"""
PLACES = frozenset(_PLACES.split())

_DIRECTIONS = """
    north south east west northern southern eastern western northeast northwest southeast southwest central mid
"""
_SETTING = """
    upper lower inner outer greater lesser great little old new rural urban city county district borough town
    village coast coastal island hill valley left right top bottom red blue green white black yellow orange
    purple silver gold golden
"""
DIRECTIONS = frozenset(_DIRECTIONS.split())

_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve twenty first second third fourth fifth
    sixth seventh eighth ninth tenth i ii iii iv v vi vii viii ix x primary secondary tertiary alpha beta
    gamma delta
"""
NUMBERS = frozenset(_NUMBERS.split())

#: Words that stand in the names of bodies and look alike, each in its own right.
_SERVED = """
    men mens man women womens woman boys girls male female adult adults child children childrens young youth
    youths older elder elders families family parents mothers fathers mental dental metal physical carers
    careers housing nursing nursery hospital hospice police policy prison probation health wealth action
    auction advice council counsel counselling community communities commissioner commissioning deaf death
    blind kind mind find sign sight light night asian african caribbean chinese muslim christian jewish hindu
    sikh catholic anglican methodist baptist lgbt lgbtq trans gay lesbian refugee migrant traveller gypsy
    cancer stroke diabetes dementia autism stoma asthma heart lung
"""
_KINDS = """
    college school university library museum theatre church mosque temple synagogue network forum alliance
    partnership board committee
"""
_CALLED = """
    andrew anne annes anthony barnabas bartholomew benedict bernard catherine cecilia christopher clement
    columba cuthbert david edmund edward francis gabriel george giles helen hilda hugh james jerome joan john
    joseph jude lawrence leonard luke margaret mark martin mary matthew matthias michael nicholas oswald
    patrick paul pauline peter philip simon stephen teresa theresa thomas timothy wilfrid william holy trinity
    saint saints
"""
_SAINTS = frozenset(_CALLED.split())
TELLING = (
    _SAINTS
    | {f"{name}s" for name in _SAINTS}
    | frozenset(_SERVED.split())
    | frozenset(_SETTING.split())
    | frozenset(_KINDS.split())
)

_COMPASS = re.compile(r"(?:north|south|east|west)+(?:ern)?")


def tells_apart(word: str) -> bool:
    """Tell whether a word says which of several like bodies is meant: a place, a direction, a number.

    >>> tells_apart("bolton"), tells_apart("3"), tells_apart("southern"), tells_apart("hub")
    (True, True, True, False)
    """
    return (
        word in PLACES
        or word in DIRECTIONS
        or word in NUMBERS
        or len(word) == 1
        or any(letter.isdigit() for letter in word)
        or _COMPASS.match(word) is not None
    )
